package org.lakeside.auth.x509.voms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FqanTest {
    @ParameterizedTest
    @CsvSource({
        "/escape, /escape",
        "/escape/Role=NULL/Capability=NULL, /escape",
        "/escape/cms/Role=production/Capability=NULL, /escape/cms/Role=production",
        "/vo.lab-1.test/a_b, /vo.lab-1.test/a_b"
    })
    void whatIsReadIsWrittenWithoutWhatSaysNothing(String read, String written) {
        assertThat(Fqan.parse(read)).map(Fqan::toString).contains(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "escape", "/", "//a", "/a b", "/a&lifetime=1", "/a,/b", "/a/Role=", "/a/Role=x/b", "/a#x"})
    void whatWouldBreakARequestIsNone(String text) {
        assertThat(Fqan.parse(text)).isEmpty();
    }

    @Test
    void itKnowsItsVo() {
        assertThat(new Fqan("/escape/cms", Optional.of("production")).vo()).isEqualTo("escape");
        assertThatIllegalArgumentException().isThrownBy(() -> new Fqan("/escape", Optional.of("a/b")));
    }

    @Test
    void requestsAreReadAsUsersTypeThem() {
        assertThat(VomsRequest.parse("escape")).contains(VomsRequest.of("escape"));
        assertThat(VomsRequest.parse("escape:/escape/cms/Role=production,/escape")
                        .orElseThrow()
                        .fqans())
                .extracting(Fqan::toString)
                .containsExactly("/escape/cms/Role=production", "/escape");
        assertThat(VomsRequest.parse("escape:nonsense")).isEmpty();
        assertThat(VomsRequest.parse(":/escape")).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VomsRequest.of("escape").living(Duration.ofMillis(10)));
    }
}
