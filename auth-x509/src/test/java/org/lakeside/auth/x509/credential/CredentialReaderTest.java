package org.lakeside.auth.x509.credential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.lakeside.auth.x509.X509Exception.Kind.DAMAGED;
import static org.lakeside.auth.x509.X509Exception.Kind.EXPOSED;
import static org.lakeside.auth.x509.X509Exception.Kind.KEY_DOES_NOT_BELONG;
import static org.lakeside.auth.x509.X509Exception.Kind.NOT_UNDERSTOOD;
import static org.lakeside.auth.x509.X509Exception.Kind.NO_CERTIFICATE;
import static org.lakeside.auth.x509.X509Exception.Kind.NO_KEY;
import static org.lakeside.auth.x509.X509Exception.Kind.PASSPHRASE_NEEDED;
import static org.lakeside.auth.x509.X509Exception.Kind.UNREADABLE;
import static org.lakeside.auth.x509.X509Exception.Kind.WRONG_PASSPHRASE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lakeside.auth.x509.X509Exception;
import org.lakeside.auth.x509.testing.Keys;
import org.lakeside.auth.x509.testing.Pem;
import org.lakeside.auth.x509.testing.TestAuthority;
import org.lakeside.auth.x509.testing.TestPerson;

class CredentialReaderTest {
    private static final TestAuthority AUTHORITY = TestAuthority.root("/DC=test/CN=Root");
    private static final TestPerson JANE = AUTHORITY.person("/DC=test/CN=Jane Doe");

    @TempDir
    Path dir;

    static Stream<KeyForm> forms() {
        return KeyForm.all();
    }

    static Stream<KeyForm> encryptedForms() {
        return KeyForm.all().filter(KeyForm::encrypted);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void everyFormOfKeyIsRead(KeyForm form) {
        var certificate = AUTHORITY.person("/DC=test/CN=Jane Doe", form.keys()).certificate();

        var credential = read(Pem.of(certificate) + form.pem(), KeyForm.PASSPHRASE);

        assertThat(KeyMatch.belongs(credential.key(), form.keys().getPublic())).isTrue();
        assertThat(credential.certificate()).isEqualTo(certificate);
    }

    @ParameterizedTest
    @MethodSource("encryptedForms")
    void aWrongPassphraseIsThatAndNothingElse(KeyForm form) {
        byte[] key = form.pem().getBytes(ISO_8859_1);

        for (int i = 0; i < 300; i++) { // one in a few hundred decrypts to rubbish that has the right padding
            try (var wrong = Passphrase.of(("wrong" + i).toCharArray())) {
                refused(() -> CredentialReader.read("cert", certificate(), "key", key, wrong), WRONG_PASSPHRASE);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("encryptedForms")
    void anEncryptedKeyAsksForItsPassphrase(KeyForm form) {
        byte[] key = form.pem().getBytes(ISO_8859_1);

        refused(() -> CredentialReader.read("cert", certificate(), "key", key, Passphrase.none()), PASSPHRASE_NEEDED);
    }

    static Stream<UnaryOperator<String>> waysToWriteAFile() {
        return Stream.of(
                text -> text.replace("\n", "\r\n"),
                text -> text.replace("\n", "\r"),
                text -> "\uFEFF" + text,
                text -> text.replace("-----BEGIN", "Bag Attributes\n  friendlyName: Jane: Doe\n-----BEGIN"),
                text -> "# mine, do not touch\n\n" + text + "\nthe end",
                text -> text.replace("\n", "  \n\n"),
                text -> text.replaceAll("(?<=[A-Za-z0-9+/=])\n(?=[A-Za-z0-9+/=])", ""),
                text -> text.stripTrailing());
    }

    @ParameterizedTest
    @MethodSource("waysToWriteAFile")
    void lineEndsAndCommentsDoNotMatter(UnaryOperator<String> written) {
        var credential = read(written.apply(JANE.pem()), "");

        assertThat(credential.subject()).hasToString("/DC=test/CN=Jane Doe");
    }

    @Test
    void theOrderOfAFileDoesNotMatter() {
        var sub = AUTHORITY.sub("/DC=test/CN=Sub").sub("/DC=test/CN=Sub of sub");
        TestPerson deep = sub.person("/DC=test/CN=Deep");
        X509Certificate leaf = deep.chain().get(0);
        X509Certificate first = deep.chain().get(1);
        X509Certificate second = deep.chain().get(2);
        X509Certificate root = AUTHORITY.certificate();

        var credential = read(Pem.of(second) + Pem.of(root) + Pem.of(deep.key()) + Pem.of(first) + Pem.of(leaf), "");

        assertThat(credential.chain()).containsExactly(leaf, first, second);
    }

    @Test
    void aCurveMayStandInABlockOfItsOwn() {
        var form = KeyForm.all()
                .filter(each -> each.name().equals("SEC 1"))
                .findFirst()
                .orElseThrow();
        byte[] curve = new byte[] {6, 8, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 3, 1, 7};
        var certificate = AUTHORITY.person("/DC=test/CN=Jane Doe", form.keys()).certificate();

        var credential = read(Pem.block("EC PARAMETERS", curve) + form.pem() + Pem.of(certificate), "");

        assertThat(credential.key().getAlgorithm()).isEqualTo("EC");
    }

    @Test
    void aFileThatIsCutOffIsDamaged() {
        String pem = JANE.pem();

        refused(() -> read(pem.substring(0, pem.length() - 40), ""), DAMAGED).withMessageContaining("no END line");
    }

    @Test
    void aKeyOfSomebodyElseIsRefusedByName() {
        var other = AUTHORITY.person("/DC=test/CN=Other", Keys.rsa(1));

        refused(() -> read(Pem.of(JANE.certificate()) + Pem.of(other.key()), ""), KEY_DOES_NOT_BELONG)
                .withMessageContaining("/DC=test/CN=Jane Doe");
    }

    @Test
    void aKeyOfAnotherKindDoesNotBelongEither() {
        refused(() -> read(Pem.of(JANE.certificate()) + Pem.of(Keys.ec().getPrivate()), ""), KEY_DOES_NOT_BELONG);
    }

    @Test
    void aFileThatLacksHalfSaysWhatItHolds() {
        refused(() -> read(Pem.of(JANE.certificate()), ""), NO_KEY).withMessageContaining("CERTIFICATE");
        refused(() -> read(Pem.of(JANE.key()), ""), NO_CERTIFICATE).withMessageContaining("PRIVATE KEY");
        refused(() -> read("hello", ""), NO_CERTIFICATE).withMessageContaining("no PEM");
    }

    @Test
    void keysThatGridsDoNotUseAreNamed() {
        refused(
                        () -> read(Pem.of(JANE.certificate()) + Pem.block("OPENSSH PRIVATE KEY", new byte[40]), ""),
                        NOT_UNDERSTOOD)
                .withMessageContaining("OPENSSH");
        String camellia = KeyForm.all()
                .filter(each -> each.name().equals("traditional AES-256-CBC"))
                .findFirst()
                .orElseThrow()
                .pem()
                .replace("AES-256-CBC", "CAMELLIA-256-CBC");
        refused(() -> read(Pem.of(JANE.certificate()) + camellia, "any"), NOT_UNDERSTOOD)
                .withMessageContaining("CAMELLIA")
                .withMessageContaining("openssl pkey");
    }

    @Test
    void aKeyThatWouldTakeAGigabyteToOpenIsRefused() throws IOException {
        var scrypt =
                new KeyDerivationFunc(MiscObjectIdentifiers.id_scrypt, new ScryptParams(new byte[8], 1 << 20, 8, 1));
        var aes = new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(new byte[16]));
        var how = new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, new PBES2Parameters(scrypt, aes));
        byte[] greedy = new EncryptedPrivateKeyInfo(how, new byte[1200]).getEncoded();

        refused(
                        () -> read(Pem.of(JANE.certificate()) + Pem.block("ENCRYPTED PRIVATE KEY", greedy), "any"),
                        NOT_UNDERSTOOD)
                .withMessageContaining("1024 MiB");
    }

    @Test
    void damageIsNeverAnUnexpectedException() {
        byte[] good = (JANE.pem() + KeyForm.all().toList().getLast().pem()).getBytes(ISO_8859_1);
        var random = new Random(42);

        for (int i = 0; i < 2000; i++) {
            byte[] bad = good.clone();
            for (int n = 0; n <= i % 4; n++) bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            if (i % 7 == 0) bad = Arrays.copyOf(bad, random.nextInt(bad.length));
            try {
                CredentialReader.read("file", bad, Passphrase.of("x".toCharArray()));
            } catch (X509Exception expected) {
                assertThat(expected.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void aKeyThatOthersCanReadIsRefusedWithTheCommandThatMendsIt() throws IOException {
        Path key = dir.resolve("my key.pem");
        Files.writeString(key, JANE.pem(), UTF_8);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));

        refused(() -> CredentialReader.read(key, Passphrase.none()), EXPOSED)
                .withMessageContaining("chmod 600 '" + key + "'");

        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("r--------"));
        assertThat(CredentialReader.read(key, Passphrase.none()).subject()).hasToString("/DC=test/CN=Jane Doe");
    }

    @Test
    void onlyTheKeyMustBeClosedToOthers() throws IOException {
        Path certificate = dir.resolve("usercert.pem");
        Path key = dir.resolve("userkey.pem");
        Files.writeString(certificate, Pem.of(JANE.chain()), UTF_8);
        SecretFile.write(key, Pem.of(JANE.key()).getBytes(UTF_8));
        Files.setPosixFilePermissions(certificate, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(CredentialReader.read(certificate, key, Passphrase.none()).subject())
                .hasToString("/DC=test/CN=Jane Doe");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        refused(() -> CredentialReader.read(dir.resolve("gone.pem"), Passphrase.none()), UNREADABLE)
                .withMessageContaining("gone.pem");
    }

    @Test
    void nothingPrintsAKeyOrAPassphrase() {
        var passphrase = Passphrase.of(KeyForm.PASSPHRASE.toCharArray());
        var credential = JANE.credential();

        assertThat(passphrase + " " + credential + " "
                        + PemBlock.all("file", JANE.pem().getBytes(UTF_8)))
                .doesNotContain(KeyForm.PASSPHRASE)
                .doesNotContain(Pem.of(JANE.key()).split("\n", -1)[3])
                .contains("certificate of /DC=test/CN=Jane Doe, until 20");
    }

    private static byte[] certificate() {
        return Pem.of(JANE.certificate()).getBytes(UTF_8);
    }

    private static Credential read(String text, String passphrase) {
        try (var opened = passphrase.isEmpty() ? Passphrase.none() : Passphrase.of(passphrase.toCharArray())) {
            return CredentialReader.read("file", text.getBytes(UTF_8), opened);
        }
    }

    private static ThrowableAssertAlternative<X509Exception> refused(ThrowingCallable call, X509Exception.Kind kind) {
        return assertThatExceptionOfType(X509Exception.class).isThrownBy(call).returns(kind, X509Exception::kind);
    }
}
