package org.lakeside.auth.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaFilesTest {
    private static final HeldCertificate ONE = authority("One");
    private static final HeldCertificate TWO = authority("Two");

    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void aBundleMayHaveTextBetweenAndAnyKindOfLineEnds(String lineEnd) throws IOException {
        String text = "# our site\n\nsubject=/CN=Two\n" + TWO.certificatePem() + "\nissuer: nobody\n"
                + ONE.privateKeyPkcs8Pem() + "\n   " + ONE.certificatePem().strip();
        Path file = write("bundle.pem", text.replace("\n", lineEnd));

        assertThat(CaFiles.certificatesIn(file)).containsExactly(TWO.certificate(), ONE.certificate());
    }

    @Test
    void aCertificateMayBeInDer() throws IOException, CertificateEncodingException {
        Path file = Files.write(dir.resolve("one.der"), ONE.certificate().getEncoded());

        assertThat(CaFiles.certificatesIn(file)).containsExactly(ONE.certificate());
    }

    @Test
    void opensslsTrustedCertificatesAreReadToo() throws IOException {
        Path file = write("one.pem", ONE.certificatePem().replace(" CERTIFICATE", " TRUSTED CERTIFICATE"));

        assertThat(CaFiles.certificatesIn(file)).containsExactly(ONE.certificate());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                                     | holds no certificate, but nothing
                    <html>Sign in</html>                   | holds no certificate, but a web page
                    hello                                  | holds no certificate, but something else (5 bytes)
                    -----BEGIN CERTIFICATE-----MIIB        | holds no certificate, but one that breaks off
                    -----BEGIN X509 CRL-----AA==-----END X509 CRL----- | holds no certificate, but blocks of X509 CRL
                    -----BEGIN CERTIFICATE-----A*A=-----END CERTIFICATE----- | certificate 1, is damaged: not base64
                    -----BEGIN CERTIFICATE-----AAAA-----END CERTIFICATE----- | certificate 1, is damaged:
                    """)
    void whatIsWrongIsSaidWithTheNameOfTheFile(String content, String problem) throws IOException {
        Path file = write("ca.pem", content);

        assertThatExceptionOfType(TlsTrustException.class)
                .isThrownBy(() -> CaFiles.certificatesIn(file))
                .withMessageContaining("the CA file " + file)
                .withMessageContaining(problem);
    }

    @Test
    void aMissingFileAndADirectoryInItsPlaceAreToldApart() {
        assertThatExceptionOfType(TlsTrustException.class)
                .isThrownBy(() -> CaFiles.certificatesIn(dir.resolve("gone.pem")))
                .withMessage("the CA file " + dir.resolve("gone.pem") + " does not exist");
        assertThatExceptionOfType(TlsTrustException.class)
                .isThrownBy(() -> CaFiles.certificatesIn(dir))
                .withMessageContaining("is a directory");
    }

    @Test
    void aDirectoryIsReadByTheNamesOfItsFiles() throws IOException {
        write("1a2b3c4d.0", ONE.certificatePem());
        write("two.crt", TWO.certificatePem());
        write("README", "not for us");
        Files.createDirectory(dir.resolve("old.pem"));

        assertThat(CaFiles.certificatesBelow(dir)).containsExactly(ONE.certificate(), TWO.certificate());
    }

    @Test
    void aDirectoryThatIsNoneOrHasNothingIsSaidToBeSo() throws IOException {
        Path empty = Files.createDirectory(dir.resolve("empty"));

        assertThatExceptionOfType(TlsTrustException.class)
                .isThrownBy(() -> CaFiles.certificatesBelow(empty))
                .withMessageContaining(empty + " holds no certificates");
        assertThatExceptionOfType(TlsTrustException.class)
                .isThrownBy(() -> CaFiles.certificatesBelow(dir.resolve("gone")))
                .withMessageContaining("does not exist");
        assertThatExceptionOfType(TlsTrustException.class)
                .isThrownBy(() -> CaFiles.certificatesBelow(write("file", "x")))
                .withMessageContaining("is not a directory");
    }

    @Test
    void aDamagedFileInADirectoryIsNamed() throws IOException {
        write("good.pem", ONE.certificatePem());
        Path bad = write("half.pem", ONE.certificatePem().substring(0, 200));

        assertThatExceptionOfType(TlsTrustException.class)
                .isThrownBy(() -> CaFiles.certificatesBelow(dir))
                .withMessageContaining(bad.toString());
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(dir.resolve(name), content);
    }

    private static HeldCertificate authority(String name) {
        return new HeldCertificate.Builder()
                .commonName(name)
                .certificateAuthority(0)
                .build();
    }
}
