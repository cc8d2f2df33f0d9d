package org.lakeside.auth.x509.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.lakeside.auth.x509.X509Exception.Kind.DAMAGED;
import static org.lakeside.auth.x509.X509Exception.Kind.NO_KEY;
import static org.lakeside.auth.x509.X509Exception.Kind.PASSPHRASE_NEEDED;
import static org.lakeside.auth.x509.X509Exception.Kind.WRONG_PASSPHRASE;

import java.io.ByteArrayOutputStream;
import java.security.KeyStore;
import java.security.KeyStore.PasswordProtection;
import java.security.KeyStore.PrivateKeyEntry;
import java.security.KeyStore.TrustedCertificateEntry;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import javax.crypto.spec.PBEParameterSpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lakeside.auth.x509.X509Exception;
import org.lakeside.auth.x509.testing.Keys;
import org.lakeside.auth.x509.testing.TestAuthority;
import org.lakeside.auth.x509.testing.TestCertificate;
import org.lakeside.auth.x509.testing.TestPerson;

class Pkcs12Test {
    private static final TestAuthority AUTHORITY = TestAuthority.root("/DC=test/CN=Root");
    private static final TestPerson JANE = AUTHORITY.sub("/DC=test/CN=Sub").person("/DC=test/CN=Jane Doe");

    @ParameterizedTest
    @ValueSource(strings = {"PBEWithSHA1AndRC2_40", "PBEWithSHA1AndDESede", "PBEWithHmacSHA256AndAES_256"})
    void oldAndNewEncryptionsAreRead(String protection) throws Exception {
        byte[] file = export(JANE, "päss", protection);

        var credential = read(file, "päss");

        assertThat(credential.chain()).isEqualTo(JANE.chain());
        assertThat(credential.key()).isEqualTo(JANE.key());
    }

    @Test
    void anEmptyPassphraseIsAPassphrase() throws Exception {
        byte[] file = export(JANE, "", null);

        assertThat(read(file, "").chain()).isEqualTo(JANE.chain());
        assertThat(CredentialReader.read("jane.p12", file, Passphrase.none()).chain())
                .isEqualTo(JANE.chain());
    }

    @Test
    void aWrongPassphraseAndNoneAreToldApart() throws Exception {
        byte[] file = export(JANE, "right", null);

        assertThatExceptionOfType(X509Exception.class)
                .isThrownBy(() -> read(file, "wrong"))
                .returns(WRONG_PASSPHRASE, X509Exception::kind)
                .withMessageContaining("jane.p12");
        assertThatExceptionOfType(X509Exception.class)
                .isThrownBy(() -> CredentialReader.read("jane.p12", file, Passphrase.none()))
                .returns(PASSPHRASE_NEEDED, X509Exception::kind);
    }

    @Test
    void ofSeveralCertificatesTheOneThatLivesLongestIsTaken() throws Exception {
        var keys = Keys.rsa(1);
        var old = AUTHORITY.person(
                keys,
                new TestCertificate(TestCertificate.name("/DC=test/CN=Jane Old"), keys.getPublic())
                        .life(Duration.ofDays(-400), Duration.ofDays(-30))
                        .person());
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        add(store, "a old", old, "x");
        add(store, "b new", JANE, "x");

        assertThat(read(bytes(store, "x"), "x").subject()).hasToString("/DC=test/CN=Jane Doe");
    }

    @Test
    void aFileWithoutAKeySaysSo() throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setEntry("ca", new TrustedCertificateEntry(AUTHORITY.certificate()), null);

        assertThatExceptionOfType(X509Exception.class)
                .isThrownBy(() -> read(bytes(store, "x"), "x"))
                .returns(NO_KEY, X509Exception::kind);
    }

    @Test
    void damageIsNeverAnUnexpectedException() throws Exception {
        byte[] good = export(JANE, "right", null);
        var random = new Random(7);

        for (int i = 0; i < 60; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 + random.nextInt(255));
            byte[] cut = i % 3 == 0 ? Arrays.copyOf(bad, random.nextInt(bad.length)) : bad;
            try {
                read(cut, "right");
            } catch (X509Exception expected) {
                assertThat(expected.getMessage()).contains("jane.p12");
            }
        }
        assertThatExceptionOfType(X509Exception.class)
                .isThrownBy(() -> read(Arrays.copyOf(good, 500), "right"))
                .returns(DAMAGED, X509Exception::kind);
    }

    private static Credential read(byte[] file, String passphrase) {
        try (var opened = Passphrase.of(passphrase.toCharArray())) {
            return CredentialReader.read("jane.p12", file, opened);
        }
    }

    private static byte[] export(TestPerson person, String passphrase, @Nullable String protection) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        if (protection == null) add(store, "jane", person, passphrase);
        else
            store.setEntry(
                    "jane",
                    new PrivateKeyEntry(person.key(), person.chain().toArray(X509Certificate[]::new)),
                    new PasswordProtection(
                            passphrase.toCharArray(), protection, new PBEParameterSpec(new byte[20], 2048)));
        return bytes(store, passphrase);
    }

    private static void add(KeyStore store, String alias, TestPerson person, String passphrase) throws Exception {
        store.setKeyEntry(
                alias, person.key(), passphrase.toCharArray(), person.chain().toArray(X509Certificate[]::new));
    }

    private static byte[] bytes(KeyStore store, String passphrase) throws Exception {
        var out = new ByteArrayOutputStream();
        store.store(out, passphrase.toCharArray());
        return out.toByteArray();
    }
}
