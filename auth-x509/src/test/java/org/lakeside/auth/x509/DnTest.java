package org.lakeside.auth.x509;

import static org.assertj.core.api.Assertions.assertThat;

import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.lakeside.auth.x509.testing.Keys;
import org.lakeside.auth.x509.testing.TestAuthority;

class DnTest {
    @Test
    void namesAreWrittenInTheOrderOfTheCertificate() {
        var jane = TestAuthority.root("/DC=test/CN=Root").person("/DC=test/DC=escape/CN=Jane Doe", Keys.ec());

        assertThat(Dn.subject(jane.certificate())).hasToString("/DC=test/DC=escape/CN=Jane Doe");
        assertThat(Dn.issuer(jane.certificate())).hasToString("/DC=test/CN=Root");
    }

    @Test
    void typesHaveOpensslsNamesAndUnknownOnesTheirNumber() {
        var dn = Dn.of(
                new X500Principal("1.2.3.4.5=#0c0161,EMAILADDRESS=jane@x.test,UID=jd,CN=Jane,GIVENNAME=J,O=Lab,C=DE"));

        assertThat(dn).hasToString("/C=DE/O=Lab/GN=J/CN=Jane/UID=jd/emailAddress=jane@x.test/1.2.3.4.5=a");
    }

    @Test
    void lettersBeyondAsciiHaveTwoSpellings() {
        var dn = Dn.of(new X500Principal("CN=Jané,O=Lab"));

        assertThat(dn.slashed()).isEqualTo("/O=Lab/CN=Jané");
        assertThat(dn.oneline()).isEqualTo("/O=Lab/CN=Jan\\xC3\\xA9");
        assertThat(dn.isWritten("/O=Lab/CN=Jané")).isTrue();
        assertThat(dn.isWritten(" /O=Lab/CN=Jan\\xC3\\xA9 ")).isTrue();
        assertThat(dn.isWritten("/O=Lab/CN=Jane")).isFalse();
    }

    @Test
    void olderNamesOfTypesAreKnown() {
        var dn = Dn.of(new X500Principal("UID=jd,EMAILADDRESS=a@b,O=Lab"));

        assertThat(dn.isWritten("/O=Lab/Email=a@b/USERID=jd")).isTrue();
        assertThat(dn.isWritten("/O=Lab/E=a@b/UID=jd")).isTrue();
    }

    @Test
    void theLastCommonNameIsTheLastPart() {
        assertThat(Dn.of(new X500Principal("CN=123,CN=Jane,O=Lab")).lastCommonName())
                .contains("123");
        assertThat(Dn.of(new X500Principal("O=Lab,CN=Jane")).lastCommonName()).isEmpty();
    }
}
