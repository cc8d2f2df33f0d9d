package org.lakeside.auth.x509.credential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.auth.x509.testing.Pem;
import org.lakeside.auth.x509.testing.TestAuthority;
import org.lakeside.auth.x509.testing.TestPerson;

/// What is in the memory of a process that has read a key and is done with it, in all of it: a JVM that never collects
/// garbage is asked for its heap. The key as a file has it must not be there, and of the passphrase nothing that is
/// ours.
@Timeout(120)
class KeysInMemoryTest {
    private static final String PASSPHRASE = "correct horse battery staple";

    private final TestPerson jane = TestAuthority.root("/DC=test/CN=Root").person("/DC=test/CN=Jane Doe");

    @TempDir
    Path directory;

    @Test
    void aPlainKeyBesideItsCertificateLeavesNothing() throws Exception {
        var file = write("jane.pem", (Pem.of(jane.certificate()) + Pem.of(jane.key())).getBytes(ISO_8859_1));

        assertThatNothingIsLeftOf(jane.key(), heapAfterReading(file));
    }

    /// But for what BouncyCastle makes while it decrypts, until that is collected: nobody outside of it can overwrite
    /// that.
    @Test
    void anEncryptedKeyLeavesNothingOfOurs() throws Exception {
        var encryptor = new JceOpenSSLPKCS8EncryptorBuilder(JcaPKCS8Generator.AES_256_CBC)
                .setProvider(PrivateKeys.bouncyCastle())
                .setPassword(PASSPHRASE.toCharArray())
                .build();
        PemObject encrypted = new JcaPKCS8Generator(jane.key(), encryptor).generate();
        var file = write(
                "jane.pem",
                (Pem.of(jane.certificate()) + Pem.block(encrypted.getType(), encrypted.getContent()))
                        .getBytes(ISO_8859_1));

        byte[] heap = heapAfterReading(file);

        assertThatNoKeyIsLeft(jane.key(), heap, 1);
        assertThat(timesIn(heap, PASSPHRASE.getBytes(UTF_16BE))).isEqualTo(4);
    }

    @Test
    void pkcs12LeavesNothing() throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "jane", jane.key(), PASSPHRASE.toCharArray(), jane.chain().toArray(X509Certificate[]::new));
        var out = new ByteArrayOutputStream();
        store.store(out, PASSPHRASE.toCharArray());

        assertThatNothingIsLeftOf(jane.key(), heapAfterReading(write("jane.p12", out.toByteArray())));
    }

    private static void assertThatNothingIsLeftOf(PrivateKey key, byte[] heap) {
        assertThatNoKeyIsLeft(key, heap, 0);
        assertThat(timesIn(heap, PASSPHRASE.getBytes(UTF_16BE)))
                .as("passphrases")
                .isZero();
    }

    /// The beginning of PKCS#8, where what is around the key meets the key: the JDK's own object has the inner part
    /// alone.
    private static void assertThatNoKeyIsLeft(PrivateKey key, byte[] heap, int others) {
        byte[] pkcs8 = Arrays.copyOfRange(key.getEncoded(), 8, 72);
        String line = Pem.of(key).lines().skip(3).findFirst().orElseThrow();

        assertThat(timesIn(heap, "Jane Doe".getBytes(ISO_8859_1)))
                .as("it is a heap")
                .isPositive();
        assertThat(timesIn(heap, line.getBytes(ISO_8859_1))).as("lines of PEM").isZero();
        assertThat(timesIn(heap, pkcs8)).as("PKCS#8").isEqualTo(others);
    }

    private Path write(String name, byte[] content) {
        var file = directory.resolve(name);
        SecretFile.write(file, content);
        return file;
    }

    private byte[] heapAfterReading(Path file) throws IOException, InterruptedException {
        var heap = directory.resolve("heap.hprof");
        var process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UnlockExperimentalVMOptions",
                        "-XX:+UseEpsilonGC",
                        "-Xmx512m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        ReadsAKey.class.getName(),
                        file.toString(),
                        heap.toString()))
                .redirectErrorStream(true)
                .start();
        try (var in = process.getOutputStream()) {
            in.write(PASSPHRASE.getBytes(ISO_8859_1));
        }
        var said = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return Files.readAllBytes(heap);
    }

    private static int timesIn(byte[] heap, byte[] wanted) {
        int times = 0;
        for (int i = 0; i <= heap.length - wanted.length; i++)
            if (heap[i] == wanted[0] && Arrays.equals(heap, i, i + wanted.length, wanted, 0, wanted.length)) times++;
        return times;
    }
}
