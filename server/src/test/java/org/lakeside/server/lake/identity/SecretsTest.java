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
}
