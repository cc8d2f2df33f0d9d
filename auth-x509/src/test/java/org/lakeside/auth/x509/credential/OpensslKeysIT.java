package org.lakeside.auth.x509.credential;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.lakeside.auth.x509.X509Exception.Kind.NOT_UNDERSTOOD;
import static org.lakeside.auth.x509.X509Exception.Kind.PASSPHRASE_NEEDED;
import static org.lakeside.auth.x509.X509Exception.Kind.WRONG_PASSPHRASE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lakeside.auth.x509.X509Exception;
import org.lakeside.auth.x509.testing.Tool;

/// Keys and PKCS#12 as the `openssl` of this machine writes them.
class OpensslKeysIT {
    private static final String PASSPHRASE = "correct-horse";

    @TempDir
    static Path dir;

    @BeforeAll
    static void openssl() {
        run("genrsa -out rsa.pem 2048");
        run("ecparam -name prime256v1 -genkey -out ec.pem"); // with a block EC PARAMETERS
        run("genpkey -algorithm ED25519 -out ed.pem");
        for (String key : new String[] {"rsa", "ec", "ed"})
            run("req -x509 -new -key %s.pem -days 30 -subj /CN=%s -out %s.crt".formatted(key, key, key));
        run("genrsa -out ca.pem 2048");
        run("req -x509 -new -key ca.pem -days 30 -subj /CN=authority -out ca.crt");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rsa | pkcs8 -topk8 -in rsa.pem -nocrypt",
                "rsa | rsa -in rsa.pem -traditional",
                "ec  | ec -in ec.pem",
                "ec  | pkcs8 -topk8 -in ec.pem -nocrypt",
                "ed  | pkey -in ed.pem",
                "ec  | ecparam -name prime256v1", // and the key itself, below it
            })
    void plainKeysAreRead(String what) {
        String[] parts = what.split("\\|", 2);
        String name = parts[0].strip();
        String key = run(parts[1].strip()) + (what.contains("ecparam") ? read("ec.pem") : "");

        assertThat(read(name, key, Passphrase.none()).subject()).hasToString("/CN=" + name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rsa | rsa -in rsa.pem -traditional -des3 -passout pass:correct-horse",
                "rsa | rsa -in rsa.pem -traditional -aes128 -passout pass:correct-horse",
                "rsa | rsa -in rsa.pem -traditional -aes192 -passout pass:correct-horse",
                "rsa | rsa -in rsa.pem -traditional -aes256 -passout pass:correct-horse",
                "rsa | rsa -in rsa.pem -traditional -des -provider legacy -provider default -passout pass:correct-horse",
                "ec  | ec -in ec.pem -aes256 -passout pass:correct-horse",
                "rsa | pkcs8 -topk8 -in rsa.pem -passout pass:correct-horse",
                "rsa | pkcs8 -topk8 -in rsa.pem -v2 aes-128-cbc -v2prf hmacWithSHA1 -passout pass:correct-horse",
                "rsa | pkcs8 -topk8 -in rsa.pem -v2 aes-256-cbc -v2prf hmacWithSHA512 -passout pass:correct-horse",
                "rsa | pkcs8 -topk8 -in rsa.pem -v2 des3 -passout pass:correct-horse",
                "rsa | pkcs8 -topk8 -in rsa.pem -scrypt -passout pass:correct-horse",
                "rsa | pkcs8 -topk8 -in rsa.pem -v1 PBE-SHA1-3DES -passout pass:correct-horse",
                "rsa | pkcs8 -topk8 -in rsa.pem -v1 PBE-SHA1-RC2-40 -provider legacy -provider default -passout pass:correct-horse",
                "rsa | pkcs8 -topk8 -in rsa.pem -v1 PBE-MD5-DES -provider legacy -provider default -passout pass:correct-horse",
                "ed  | pkcs8 -topk8 -in ed.pem -passout pass:correct-horse",
            })
    void encryptedKeysAreReadWithTheirPassphraseAndNoOther(String what) {
        String[] parts = what.split("\\|", 2);
        String name = parts[0].strip();
        String key = run(parts[1].strip());

        assertThat(read(name, key, passphrase(PASSPHRASE)).subject()).hasToString("/CN=" + name);
        for (int i = 0; i < 20; i++) {
            String wrong = "wrong" + i;
            assertThatExceptionOfType(X509Exception.class)
                    .isThrownBy(() -> read(name, key, passphrase(wrong)))
                    .returns(WRONG_PASSPHRASE, X509Exception::kind);
        }
        assertThatExceptionOfType(X509Exception.class)
                .isThrownBy(() -> read(name, key, Passphrase.none()))
                .returns(PASSPHRASE_NEEDED, X509Exception::kind);
    }

    @Test
    void aCipherThatNobodyHasIsNamed() {
        String key = run("rsa -in rsa.pem -traditional -camellia256 -passout pass:correct-horse");

        assertThatExceptionOfType(X509Exception.class)
                .isThrownBy(() -> read("rsa", key, passphrase(PASSPHRASE)))
                .returns(NOT_UNDERSTOOD, X509Exception::kind)
                .withMessageContaining("CAMELLIA");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-legacy",
                "-legacy -descert",
                "-keypbe NONE -certpbe NONE",
                "-certpbe NONE -macalg sha512",
                "-nomac",
                "-certfile ca.crt",
                "-name Jané",
                "-keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES",
                "-keypbe aes-256-cbc -certpbe aes-256-cbc -iter 100000",
            })
    void everyPkcs12IsRead(String how) {
        run("pkcs12 -export -in rsa.crt -inkey rsa.pem -out file.p12 -passout pass:correct-horse " + how);

        assertThat(CredentialReader.read("file.p12", bytes("file.p12"), passphrase(PASSPHRASE))
                        .subject())
                .hasToString("/CN=rsa");
        if (!how.contains("-nomac") || !how.contains("NONE"))
            assertThatExceptionOfType(X509Exception.class)
                    .isThrownBy(() -> CredentialReader.read("file.p12", bytes("file.p12"), passphrase("wrong")))
                    .returns(WRONG_PASSPHRASE, X509Exception::kind);
    }

    @Test
    void certificatesComeAsPemDerPkcs7AndTrusted() {
        run("x509 -in rsa.crt -outform DER -out rsa.der");
        run("crl2pkcs7 -nocrl -certfile rsa.crt -certfile ca.crt -out both.p7b");
        String trusted = run("x509 -in rsa.crt -trustout -addtrust clientAuth");

        assertThat(Certificates.in("rsa.der", bytes("rsa.der"))).hasSize(1);
        assertThat(Certificates.in("both.p7b", bytes("both.p7b"))).hasSize(2);
        assertThat(Certificates.in("trusted", trusted.getBytes(UTF_8))).hasSize(1);
    }

    @Test
    void whatOpensslPrintsAroundBlocksIsAComment() {
        run("pkcs12 -export -in rsa.crt -inkey rsa.pem -out file.p12 -passout pass:correct-horse -name Jane");
        String text = run("pkcs12 -in file.p12 -nodes -passin pass:correct-horse") + run("x509 -in rsa.crt -text");

        assertThat(text).contains("Bag Attributes", "Signature Algorithm");
        assertThat(CredentialReader.read("file", text.getBytes(UTF_8), Passphrase.none())
                        .subject())
                .hasToString("/CN=rsa");
    }

    private static Credential read(String certificate, String key, Passphrase passphrase) {
        return CredentialReader.read(
                certificate + ".crt", bytes(certificate + ".crt"), "key", key.getBytes(UTF_8), passphrase);
    }

    private static Passphrase passphrase(String text) {
        return Passphrase.of(text.toCharArray());
    }

    /// Arguments are separated by blanks.
    private static String run(String arguments) {
        String[] parts = ("openssl " + arguments).strip().split(" +", -1);
        var command = new ArrayList<Object>();
        for (String part : parts) {
            boolean file = part.matches("[a-z]+\\.(pem|crt|p12|der|p7b)");
            command.add(file ? dir.resolve(part) : part);
        }
        return Tool.of(command.toArray()).mustRun();
    }

    private static String read(String file) {
        return new String(bytes(file), UTF_8);
    }

    private static byte[] bytes(String file) {
        try {
            return Files.readAllBytes(dir.resolve(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
