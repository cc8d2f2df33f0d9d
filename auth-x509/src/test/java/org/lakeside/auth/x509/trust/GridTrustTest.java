package org.lakeside.auth.x509.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.lakeside.auth.x509.X509Exception.Kind.BAD_CHAIN;
import static org.lakeside.auth.x509.X509Exception.Kind.BAD_SIGNATURE;
import static org.lakeside.auth.x509.X509Exception.Kind.EXPIRED;
import static org.lakeside.auth.x509.X509Exception.Kind.NAMESPACE_UNKNOWN;
import static org.lakeside.auth.x509.X509Exception.Kind.NOT_YET_VALID;
import static org.lakeside.auth.x509.X509Exception.Kind.OUTSIDE_NAMESPACE;
import static org.lakeside.auth.x509.X509Exception.Kind.REVOCATION_LIST_EXPIRED;
import static org.lakeside.auth.x509.X509Exception.Kind.REVOCATION_UNKNOWN;
import static org.lakeside.auth.x509.X509Exception.Kind.REVOKED;
import static org.lakeside.auth.x509.X509Exception.Kind.UNKNOWN_AUTHORITY;
import static org.lakeside.auth.x509.X509Exception.Kind.UNREADABLE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.auth.x509.Finding;
import org.lakeside.auth.x509.X509Exception;
import org.lakeside.auth.x509.X509Exception.Kind;
import org.lakeside.auth.x509.testing.Keys;
import org.lakeside.auth.x509.testing.Pem;
import org.lakeside.auth.x509.testing.TestAuthority;
import org.lakeside.auth.x509.testing.TestCertificate;
import org.lakeside.auth.x509.testing.TestPerson;
import org.lakeside.auth.x509.trust.GridTrust.Strictness;

class GridTrustTest {
    private final Instant nextWeek = Instant.now().plus(Duration.ofDays(7));
    private final Instant yesterday = Instant.now().minus(Duration.ofDays(1));
    private static final String JANES_NAME = "/DC=test/CN=Jane";

    private final TestAuthority authority = TestAuthority.root("/DC=test/CN=Root");
    private final TestPerson jane = authority.person(JANES_NAME, Keys.ec());

    @TempDir
    Path directory;

    @Test
    void aCertificateOfAKnownAuthorityIsTrusted() {
        authority.publish(directory);

        var verdict = trust().check(jane.chain());

        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.path()).containsExactly(jane.certificate(), authority.certificate());
    }

    @Test
    void anAuthorityThatIsNotInTheDirectoryIsNamed() {
        TestAuthority.root("/DC=test/CN=Somebody else").publish(directory);

        assertThat(found(jane)).containsExactly(UNKNOWN_AUTHORITY);
        assertThat(trust().check(jane.chain()).findings().getFirst().sentence())
                .contains("/DC=test/CN=Root", directory.toString());
    }

    @Test
    void anotherAuthorityOfTheSameNameHasNotSignedIt() {
        TestAuthority.root("/DC=test/CN=Root").publish(directory);

        assertThat(found(jane)).containsExactly(BAD_SIGNATURE);
    }

    @Test
    void ofTwoAuthoritiesOfOneNameTheOneThatHasSignedCounts() {
        TestAuthority.root("/DC=test/CN=Root").publish(directory);
        authority.write(directory, "1", Pem.of(authority.certificate()));

        assertThat(found(jane)).isEmpty();
    }

    @Test
    void anAuthorityThatHasRenewedItsCertificateWithTheSameKeyCountsAsItIsNow() {
        var ended = authority.issue(
                new TestCertificate(authority.subject(), authority.keys().getPublic())
                        .authority()
                        .life(yesterday.minus(Duration.ofDays(9)), yesterday));
        authority.write(directory, "0", Pem.of(ended)).write(directory, "1", Pem.of(authority.certificate()));

        assertThat(found(jane)).isEmpty();
    }

    @Test
    void authoritiesBetweenMayComeAlongOrLieInTheDirectory() {
        var sub = authority.publish(directory).sub("/DC=test/CN=Sub");
        var subOfSub = sub.sub("/DC=test/CN=Sub of sub");
        var deep = subOfSub.person("/DC=test/CN=Deep", Keys.ec());
        List<X509Certificate> alone = deep.chain().subList(0, 1);

        assertThat(trust().check(deep.chain()).trusted()).isTrue();
        assertThat(kinds(trust().check(alone))).containsExactly(UNKNOWN_AUTHORITY);

        sub.publish(directory);
        subOfSub.publish(directory);
        assertThat(trust().check(alone).trusted()).isTrue();
        assertThat(trust().complete(alone)).isEqualTo(deep.chain());
    }

    @Test
    void anAuthorityBelowARootIsNoRoot() {
        var sub = authority.sub("/DC=test/CN=Sub");
        sub.publish(directory);

        assertThat(found(sub.person(JANES_NAME, Keys.ec()))).containsExactly(UNKNOWN_AUTHORITY);
    }

    @Test
    void aPersonIsNoAuthority() {
        authority.publish(directory);
        var keys = Keys.ec();
        var forged = new TestCertificate(TestCertificate.name("/DC=test/CN=Forged"), keys.getPublic())
                .person()
                .signed(TestCertificate.name(JANES_NAME), jane.certificate().getPublicKey(), jane.key());

        assertThat(kinds(trust().check(List.of(forged, jane.certificate())))).containsExactly(BAD_CHAIN);
    }

    @Test
    void datesAreSaidAsTheyAre() {
        authority.publish(directory);

        assertThat(found(lives(Duration.ofDays(-9), Duration.ofDays(-1)))).containsExactly(EXPIRED);
        assertThat(found(lives(Duration.ofDays(1), Duration.ofDays(9)))).containsExactly(NOT_YET_VALID);
    }

    @Test
    void whoIsOnTheListIsRevoked() {
        authority.revoke(jane.certificate());
        authority.publish(directory).publishRevocations(directory, nextWeek);

        assertThat(found(jane)).containsExactly(REVOKED);
        assertThat(found(authority.person("/DC=test/CN=Bob", Keys.ec()))).isEmpty();
    }

    @Test
    void anOldListStopsEverybodyAndSaysThatItIsTheList() {
        authority.publish(directory).publishRevocations(directory, yesterday);

        assertThat(found(jane)).containsExactly(REVOCATION_LIST_EXPIRED);
        assertThat(trust().problems()).extracting(Finding::kind).containsExactly(REVOCATION_LIST_EXPIRED);
    }

    @Test
    void whoWasOnAnOldListIsRevokedAllTheSame() {
        authority.revoke(jane.certificate());
        authority.publish(directory).publishRevocations(directory, yesterday);

        assertThat(found(jane)).containsExactly(REVOKED);
    }

    @Test
    void aListThatAnotherHasSignedIsNone() {
        var impostor = TestAuthority.root("/DC=test/CN=Root");
        authority.publish(directory);
        impostor.publishRevocations(directory, nextWeek);

        assertThat(found(jane)).containsExactly(REVOCATION_UNKNOWN);
    }

    @Test
    void namesOutsideThePolicyAreRefused() {
        authority.publish(directory).write(directory, "namespaces", namespaces("/DC=test/CN=B.*"));

        assertThat(found(jane)).containsExactly(OUTSIDE_NAMESPACE);
        assertThat(found(authority.person("/DC=test/CN=Bob", Keys.ec()))).isEmpty();
    }

    @Test
    void aPolicyThatCannotBeReadTrustsNobodyAndIsNamed() {
        authority.publish(directory).write(directory, "signing_policy", "\u0000\u0017 of a disk that broke");

        assertThat(found(jane)).containsExactly(OUTSIDE_NAMESPACE);
        assertThat(trust().problems())
                .singleElement()
                .extracting(Finding::sentence)
                .asString()
                .contains(authority.oldHash() + ".signing_policy");
    }

    @Test
    void bothKindsOfPolicyMustPermit() {
        authority
                .publish(directory)
                .write(directory, "namespaces", namespaces("/DC=test/.*"))
                .write(directory, "signing_policy", signingPolicy("/DC=other/*"));

        assertThat(found(jane)).containsExactly(OUTSIDE_NAMESPACE);
    }

    @Test
    void whatIsNotSaidIsRefusedOnlyWhereEverythingMustBe() {
        authority.publish(directory);
        var strict = GridTrust.in(directory, Strictness.EVERYTHING_SAID, Duration.ZERO, Clock.systemUTC());
        assertThat(kinds(strict.check(jane.chain()))).containsExactly(NAMESPACE_UNKNOWN, REVOCATION_UNKNOWN);

        authority
                .write(directory, "signing_policy", signingPolicy("/DC=test/*"))
                .publishRevocations(directory, nextWeek);
        assertThat(kinds(strict.check(jane.chain()))).isEmpty();
    }

    @Test
    void whatChangesInTheDirectoryCountsAtTheNextLook() throws IOException {
        authority.publish(directory);
        var trust = trust();
        Object before = trust.version();
        assertThat(trust.check(jane.chain()).trusted()).isTrue();
        assertThat(trust.version()).isSameAs(before);

        authority.revoke(jane.certificate());
        authority.publishRevocations(directory, nextWeek);
        assertThat(kinds(trust.check(jane.chain()))).containsExactly(REVOKED);
        assertThat(trust.version()).isNotSameAs(before);

        Files.delete(directory.resolve(authority.oldHash() + ".r0"));
        assertThat(trust.check(jane.chain()).trusted()).isTrue();
    }

    @Test
    void aDirectoryThatIsBeingReplacedKeepsWhatItHad() throws IOException {
        authority.publish(directory);
        var trust = trust();

        Files.delete(directory.resolve(authority.oldHash() + ".0"));
        assertThat(trust.check(jane.chain()).trusted()).isTrue();

        TestAuthority.root("/DC=test/CN=New").publish(directory);
        assertThat(kinds(trust.check(jane.chain()))).containsExactly(UNKNOWN_AUTHORITY);
    }

    @Test
    void aFileThatIsNoCertificateIsReportedAndDisturbsNobody() throws IOException {
        authority.publish(directory);
        Files.writeString(
                directory.resolve("12345678.0"), "-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n");
        Files.createSymbolicLink(directory.resolve("23456789.0"), directory.resolve("gone"));

        assertThat(found(jane)).isEmpty();
        assertThat(trust().problems())
                .singleElement()
                .extracting(Finding::sentence)
                .asString()
                .contains("12345678.0");
    }

    @Test
    void anEmptyDirectorySaysSo() {
        assertThat(found(jane)).containsExactly(UNKNOWN_AUTHORITY);
        assertThat(trust().problems())
                .singleElement()
                .extracting(Finding::sentence)
                .asString()
                .contains("has no authority");
    }

    @Test
    void aDirectoryThatIsNotThereIsAMistake() {
        assertThatExceptionOfType(X509Exception.class)
                .isThrownBy(() -> GridTrust.in(directory.resolve("gone")))
                .returns(UNREADABLE, X509Exception::kind);
    }

    private GridTrust trust() {
        return GridTrust.in(directory, Strictness.WHAT_IS_THERE, Duration.ZERO, Clock.systemUTC());
    }

    private List<Kind> found(TestPerson person) {
        return kinds(trust().check(person.chain()));
    }

    private static List<Kind> kinds(Verdict verdict) {
        return verdict.findings().stream().map(Finding::kind).toList();
    }

    private TestPerson lives(Duration from, Duration to) {
        var keys = Keys.ec();
        return authority.person(
                keys,
                new TestCertificate(TestCertificate.name(JANES_NAME), keys.getPublic())
                        .person()
                        .life(from, to));
    }

    private static String namespaces(String permitted) {
        return "TO Issuer SELF \\\n PERMIT Subject \"" + permitted + "\"\n";
    }

    private static String signingPolicy(String permitted) {
        return "access_id_CA X509 '/DC=test/CN=Root'\npos_rights globus CA:sign\ncond_subjects globus '\"" + permitted
                + "\"'\n";
    }
}
