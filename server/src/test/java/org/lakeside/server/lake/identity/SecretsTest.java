package org.lakeside.server.lake.identity;

import static org.assertj.core.api.Assertions.assertThat;

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
        Secrets.remember("zeta");

        assertThat(Secrets.masked("opens='zeta', zeta; (zeta) user:zeta@host zeta"))
                .isEqualTo("opens='[secret]', [secret]; ([secret]) user:[secret]@host [secret]");
    }

    @Test
    void aShortPasswordLeavesTheWordsItIsAPartOf() {
        Secrets.remember("atal");

        var words = "The catalogue of catalonia: xatal, atalx, atal_1, 1atal, éatal.";

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
        Secrets.remember("omeg");
        Secrets.remember("omeg-0123456789");

        assertThat(Secrets.masked("token omeg-0123456789.")).isEqualTo("token [secret].");
    }

    @Test
    void aSecretInUseOutlivesManyOthers() {
        Secrets.remember("the-password-in-use");
        for (int i = 0; i < 450; i++) Secrets.remember("another-secret-" + i);
        Secrets.remember("the-password-in-use");
        for (int i = 450; i < 900; i++) Secrets.remember("another-secret-" + i);

        assertThat(Secrets.masked("the-password-in-use")).isEqualTo("[secret]");
    }
}
