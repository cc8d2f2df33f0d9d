package org.lakeside.server.lake.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    @Test
    void whatIsKnownToBeSecretIsMaskedWhereverItStands() {
        Secrets.remember("hunter2-of-secrets-test");

        assertThat(Secrets.masked("login with hunter2-of-secrets-test failed: hunter2-of-secrets-test"))
                .isEqualTo("login with [secret] failed: [secret]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Rucio-Auth-Token: THESECRET",
                "{\"X-Rucio-Auth-Token\": \"THESECRET\"}",
                "Authorization: Bearer THESECRET",
                "Cookie: THESECRET",
                "\"password\":\"THESECRET\"",
                "https://s3.example.org/x?X-Amz-Signature=THESECRET&a=b",
                "davs://x/y?authz=THESECRET"
            })
    void whatLooksSecretIsMaskedAlthoughNobodyKnewOfIt(String text) {
        assertThat(Secrets.masked(text)).doesNotContain("THESECRET").contains("[secret]");
    }

    @Test
    void plainWordsStayAsTheyAre() {
        var words = "There is no user.jdoe:hits in the catalogue of Little lake.";

        assertThat(Secrets.masked(words)).isEqualTo(words);
    }

    @Test
    void aShortPasswordIsMaskedWhereItIsAWordOfItsOwn() {
        Secrets.remember("zet4");

        assertThat(Secrets.masked("opens='zet4', zet4; (zet4) user:zet4@host zet4"))
                .isEqualTo("opens='[secret]', [secret]; ([secret]) user:[secret]@host [secret]");
    }

    @Test
    void aShortPasswordLeavesTheWordsItIsAPartOf() {
        Secrets.remember("at4l");

        var words = "The cat4logue of cat4lonia: xat4l, at4lx, at4l_1, 1at4l, éat4l.";

        assertThat(Secrets.masked(words)).isEqualTo(words);
    }

    @Test
    void aShortPasswordOfSignsIsMaskedWhereverItStands() {
        Secrets.remember("!q?*");

        assertThat(Secrets.masked("ab!q?*cd")).isEqualTo("ab[secret]cd");
    }

    @Test
    void aLongSecretIsMaskedInsideWordsToo() {
        Secrets.remember("Long3nough");

        assertThat(Secrets.masked("xLong3noughx Long3nough_1")).isEqualTo("x[secret]x [secret]_1");
    }

    @Test
    void aSecretInsideAnotherLeavesNoRestOfIt() {
        Secrets.remember("om3g");
        Secrets.remember("om3g-0123456789");

        assertThat(Secrets.masked("token om3g-0123456789.")).isEqualTo("token [secret].");
    }

    @Test
    void aSecretInUseOutlivesManyOthers() {
        Secrets.remember("the-password-in-use");
        for (int i = 0; i < 450; i++) Secrets.remember("another-secret-" + i);
        Secrets.remember("the-password-in-use");
        for (int i = 450; i < 900; i++) Secrets.remember("another-secret-" + i);

        assertThat(Secrets.masked("the-password-in-use")).isEqualTo("[secret]");
    }

    @Test
    void anOrdinaryWordIsMaskedWhereItIsAValueAndStaysAWordInSentences() {
        Secrets.remember("certificate");

        assertThat(Secrets.masked("The certificate ends; certificates renew: certificate. atlas:certificate"))
                .isEqualTo("The certificate ends; certificates renew: certificate. atlas:certificate");
        assertThat(Secrets.masked("opens=certificate 'certificate' \"certificate\" https://user:certificate@host"))
                .isEqualTo("opens=[secret] '[secret]' \"[secret]\" https://user:[secret]@host");
    }

    @Test
    void whatIsTriedIsMaskedMeanwhileAndForgottenWhenItOpensNothing() {
        try (var _ = Secrets.trying(List.of("tr13d-and-wrong"))) {
            Secrets.trying(List.of("tr13d-and-wrong")).close();
            assertThat(Secrets.masked("no tr13d-and-wrong")).isEqualTo("no [secret]");
        }

        assertThat(Secrets.masked("no tr13d-and-wrong")).isEqualTo("no tr13d-and-wrong");
    }

    @Test
    void whatHasWorkedOnceStaysASecretWhateverElseIsTriedWithIt() {
        try (var typed = Secrets.trying(List.of("tr13d-and-right"))) {
            typed.worked();
        }
        Secrets.trying(List.of("tr13d-and-right")).close();

        assertThat(Secrets.masked("yes tr13d-and-right")).isEqualTo("yes [secret]");
    }
}
