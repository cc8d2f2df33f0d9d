package org.lakeside.auth.x509.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lakeside.auth.x509.X509Exception.Kind.REVOCATION_UNKNOWN;
import static org.lakeside.auth.x509.X509Exception.Kind.REVOKED;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.ReasonFlags;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.auth.x509.Finding;
import org.lakeside.auth.x509.X509Exception.Kind;
import org.lakeside.auth.x509.testing.Keys;
import org.lakeside.auth.x509.testing.TestAuthority;
import org.lakeside.auth.x509.testing.TestPerson;

/// Lists that say of themselves that they are not the whole truth.
class RevocationListTest {
    private final Instant nextWeek = Instant.now().plus(Duration.ofDays(7));
    private static final DistributionPointName PLACE = new DistributionPointName(
            new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, "http://ca.test/list.crl")));

    private final TestAuthority authority = TestAuthority.root("/DC=test/CN=Root");
    private final TestPerson jane = authority.person("/DC=test/CN=Jane", Keys.ec());

    @TempDir
    Path directory;

    @BeforeEach
    void publish() {
        authority.publish(directory);
    }

    @Test
    void aListOfChangesIsNotTheList() throws IOException {
        publish(Extension.deltaCRLIndicator, new ASN1Integer(1));

        assertThat(found(jane)).containsExactly(REVOCATION_UNKNOWN);
        assertThat(sentence()).contains("is a list of changes only");
    }

    @Test
    void aListOfSomeReasonsIsNotTheList() throws IOException {
        publishScope(scope(null, false, false, new ReasonFlags(ReasonFlags.keyCompromise), false));

        assertThat(found(jane)).containsExactly(REVOCATION_UNKNOWN);
    }

    @Test
    void aListThatHoldsOthersCertificatesIsNotRead() throws IOException {
        publishScope(scope(null, false, false, null, true));

        assertThat(found(jane)).containsExactly(REVOCATION_UNKNOWN);
    }

    @Test
    void whatIsCriticalAndNotUnderstoodIsNotBelieved() throws IOException {
        publish(new ASN1ObjectIdentifier("1.2.3.4"), new ASN1Integer(1));

        assertThat(found(jane)).containsExactly(REVOCATION_UNKNOWN);
        assertThat(sentence()).contains("not understood");
    }

    @Test
    void aListThatSaysWhereItIsKeptIsTheList() throws IOException {
        publishScope(scope(PLACE, false, false, null, false));

        assertThat(found(jane)).isEmpty();
        authority.revoke(jane.certificate());
        publishScope(scope(PLACE, false, false, null, false));
        assertThat(found(jane)).containsExactly(REVOKED);
    }

    @Test
    void aListOfPersonsSaysNothingOfAuthoritiesAndTheOtherWayRound() throws IOException {
        var sub = authority.sub("/DC=test/CN=Sub");
        var john = sub.person("/DC=test/CN=John", Keys.ec());
        publishScope(scope(null, true, false, null, false));

        assertThat(found(jane)).isEmpty();
        assertThat(foundByTheStrict(jane)).doesNotContain(REVOCATION_UNKNOWN);
        assertThat(foundByTheStrict(john)).contains(REVOCATION_UNKNOWN);

        publishScope(scope(null, false, true, null, false));

        assertThat(foundByTheStrict(jane)).contains(REVOCATION_UNKNOWN);
        authority.revoke(sub.certificate());
        publishScope(scope(null, false, true, null, false));
        assertThat(found(john)).contains(REVOKED);
    }

    private static IssuingDistributionPoint scope(
            @Nullable DistributionPointName place,
            boolean persons,
            boolean authorities,
            @Nullable ReasonFlags reasons,
            boolean others) {
        return new IssuingDistributionPoint(place, persons, authorities, reasons, others, false);
    }

    private void publishScope(IssuingDistributionPoint scope) throws IOException {
        publish(Extension.issuingDistributionPoint, scope);
    }

    private void publish(ASN1ObjectIdentifier name, ASN1Encodable value) throws IOException {
        authority.publishRevocations(
                directory,
                nextWeek,
                Optional.of(new Extension(name, true, value.toASN1Primitive().getEncoded())));
    }

    private List<Kind> found(TestPerson person) {
        return GridTrust.in(directory).check(person.chain()).findings().stream()
                .map(Finding::kind)
                .toList();
    }

    private String sentence() {
        return GridTrust.in(directory).check(jane.chain()).findings().getFirst().sentence();
    }

    private List<Kind> foundByTheStrict(TestPerson person) {
        return GridTrust.in(
                        directory,
                        GridTrust.Strictness.EVERYTHING_SAID,
                        Duration.ofMinutes(1),
                        java.time.Clock.systemUTC())
                .check(person.chain())
                .findings()
                .stream()
                .map(Finding::kind)
                .toList();
    }
}
