package org.lakeside.auth.x509.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lakeside.auth.x509.testing.TestCertificate;

class CaHashTest {
    // What `openssl x509 -subject_hash -subject_hash_old` of OpenSSL 3.0 said.
    @ParameterizedTest
    @CsvSource(textBlock = """
            /DC=test/DC=escape/CN=Lake Test CA,                                       6db60755, 02cffc4a
            '/C=DE/O=Some  Lab /CN=ÄÖ Ünïcode CA',                                    ac9e5b90, 2d9fef2b
            /C=UK/O=eScienceCA/OU=Authority/CN=UK e-Science CA 2B/E=a@b.c,            ed7b490d, 0f715400
            """)
    void hashesAreOpenssls(String name, String today, String before) throws IOException {
        var principal = new X500Principal(TestCertificate.name(name).getEncoded());

        assertThat(CaHash.today(principal)).isEqualTo(today);
        assertThat(CaHash.before(principal)).isEqualTo(before);
    }
}
