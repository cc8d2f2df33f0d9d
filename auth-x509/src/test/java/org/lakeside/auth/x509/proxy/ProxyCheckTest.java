package org.lakeside.auth.x509.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lakeside.auth.x509.X509Exception.Kind.ANOTHER_HOLDER;
import static org.lakeside.auth.x509.X509Exception.Kind.BAD_ATTRIBUTES;
import static org.lakeside.auth.x509.X509Exception.Kind.BAD_PROXY;
import static org.lakeside.auth.x509.X509Exception.Kind.BAD_SIGNATURE;
import static org.lakeside.auth.x509.X509Exception.Kind.EXPIRED;
import static org.lakeside.auth.x509.X509Exception.Kind.LIMITED;
import static org.lakeside.auth.x509.X509Exception.Kind.MAY_NOT_SIGN;
import static org.lakeside.auth.x509.X509Exception.Kind.NOT_YET_VALID;
import static org.lakeside.auth.x509.X509Exception.Kind.NO_CERTIFICATE;
import static org.lakeside.auth.x509.X509Exception.Kind.REVOKED;
import static org.lakeside.auth.x509.X509Exception.Kind.TOO_DEEP;
import static org.lakeside.auth.x509.X509Exception.Kind.UNKNOWN_AUTHORITY;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lakeside.auth.x509.Finding;
import org.lakeside.auth.x509.X509Exception.Kind;
import org.lakeside.auth.x509.credential.Credential;
import org.lakeside.auth.x509.credential.ProxyMark;
import org.lakeside.auth.x509.testing.Keys;
import org.lakeside.auth.x509.testing.TestAuthority;
import org.lakeside.auth.x509.testing.TestCertificate;
import org.lakeside.auth.x509.testing.TestPerson;
import org.lakeside.auth.x509.testing.TestVo;
import org.lakeside.auth.x509.trust.GridTrust;
import org.lakeside.auth.x509.trust.GridTrust.Strictness;
import org.lakeside.auth.x509.voms.AttributeCertificate;
import org.lakeside.auth.x509.voms.AttributeCheck;
import org.lakeside.auth.x509.voms.VomsDir;

class ProxyCheckTest {
    private static final KeyPair KEYS = Keys.ec();

    private final TestAuthority authority = TestAuthority.root("/DC=test/CN=Root");
    private final TestPerson jane = authority.person("/DC=test/CN=Jane", Keys.ec());
    private final TestVo vo = new TestVo("escape", authority);
    private final ProxyMaker maker = new ProxyMaker(Clock.systemUTC());

    @TempDir
    Path directory;

    @TempDir
    Path vomsDir;

    @BeforeEach
    void publish() {
        authority.publish(directory);
        vo.publish(vomsDir);
    }

    @Test
    void aLinkThatSomebodyElseHasSignedIsFound() {
        var eve = authority.person("/DC=test/CN=Jane", Keys.ec());
        GridProxy forged = proxyOf(eve);

        assertThat(found(List.of(forged.credential().certificate(), jane.certificate())))
                .contains(BAD_SIGNATURE);
    }

    @Test
    void theNameMustBeTheIssuersWithOnePartMore() {
        for (String name : new String[] {"/DC=test/CN=Root", "/DC=test/CN=Jane/CN=1/CN=2", "/DC=test/CN=Jane/O=1"})
            assertThat(found(List.of(signedByJane(rfc(name)), jane.certificate())))
                    .as(name)
                    .containsExactly(BAD_PROXY);
    }

    @Test
    void whatItMayDoMustBeCriticalAndItMustBeNoAuthority() {
        var notCritical = rfc("/DC=test/CN=Jane/CN=1").with(ProxyMark.RFC, false, info(ProxyCertInfo.INHERIT_ALL));
        var alsoAuthority = rfc("/DC=test/CN=Jane/CN=1").authority().usage(KeyUsage.digitalSignature);
        var otherName = rfc("/DC=test/CN=Jane/CN=1").host("admin.test");
        var unknownCondition = rfc("/DC=test/CN=Jane/CN=1").with("1.2.3.4", true, new DEROctetString(new byte[1]));

        for (var each : List.of(notCritical, alsoAuthority, otherName, unknownCondition))
            assertThat(found(List.of(signedByJane(each), jane.certificate()))).contains(BAD_PROXY);
    }

    @Test
    void aMembershipThatCannotBeReadIsNamedAndTheProxyAndItsOtherMembershipsAreOfUseAllTheSame() throws Exception {
        var good = vo.attributes(jane, "/escape").signed();
        var carried = new DERSequence(new DERSequence(
                new ASN1Encodable[] {new DEROctetString(new byte[4]), ASN1Primitive.fromByteArray(good.encoded())}));
        var chain = List.of(
                signedByJane(rfc("/DC=test/CN=Jane/CN=1").with(AttributeCertificate.EXTENSION, false, carried)),
                jane.certificate());

        assertThat(GridProxy.of(Credential.of(chain, KEYS.getPrivate())).attributes())
                .containsExactly(good);
        assertThat(found(chain)).containsExactly(BAD_ATTRIBUTES);
    }

    @Test
    void datesOfEachLinkCount() {
        var old = rfc("/DC=test/CN=Jane/CN=1").life(Duration.ofHours(-9), Duration.ofHours(-1));
        var early = rfc("/DC=test/CN=Jane/CN=1").life(Duration.ofHours(1), Duration.ofHours(9));

        assertThat(found(List.of(signedByJane(old), jane.certificate()))).containsExactly(EXPIRED);
        assertThat(found(List.of(signedByJane(early), jane.certificate()))).containsExactly(NOT_YET_VALID);
    }

    @Test
    void aFullProxyBelowALimitedOneIsFound() {
        GridProxy limited =
                maker.make(jane.credential(), Keys.ec(), ProxyOptions.usual().asLimited(), List.of());
        var full = below(limited.credential(), rfc(limited.subject() + "/CN=2"));

        assertThat(found(full)).containsExactly(LIMITED);
    }

    @Test
    void moreProxiesThanAllowedAreFound() {
        GridProxy last =
                maker.make(jane.credential(), Keys.ec(), ProxyOptions.usual().followedBy(0), List.of());
        var oneMore = below(last.credential(), rfc(last.subject() + "/CN=2"));

        assertThat(found(oneMore)).containsExactly(TOO_DEEP);
    }

    @Test
    void aKeyThatMayNotSignHasSignedNothing() {
        var keys = Keys.ec();
        var cipher = authority.person(
                keys,
                new TestCertificate(TestCertificate.name("/DC=test/CN=Jane"), keys.getPublic())
                        .usage(KeyUsage.keyAgreement));
        var proxy =
                rfc("/DC=test/CN=Jane/CN=1").signed(name(cipher.certificate()), keys.getPublic(), keys.getPrivate());

        assertThat(found(List.of(proxy, cipher.certificate()))).containsExactly(MAY_NOT_SIGN);
    }

    @Test
    void thePersonMustBeTrustedToo() {
        var rogue = TestAuthority.root("/DC=test/CN=Rogue").person("/DC=test/CN=Jane", Keys.ec());
        assertThat(found(proxyOf(rogue).credential().chain())).containsExactly(UNKNOWN_AUTHORITY);

        authority.revoke(jane.certificate());
        authority.publishRevocations(directory, Instant.now().plus(Duration.ofDays(1)));
        assertThat(found(proxyOf(jane).credential().chain())).containsExactly(REVOKED);
    }

    @Test
    void aProxyWithoutItsPersonIsIncomplete() {
        assertThat(found(proxyOf(jane).credential().chain().subList(0, 1))).containsExactly(NO_CERTIFICATE);
    }

    @Test
    void membershipsAreCheckedWhereverTheySit() {
        var good = vo.attributes(jane, "/escape", "/escape/cms").signed();
        GridProxy parent = maker.make(jane.credential(), Keys.ec(), ProxyOptions.usual(), List.of(good));
        GridProxy child = maker.make(parent.credential(), Keys.ec(), ProxyOptions.usual(), List.of());
        assertThat(child.attributes()).containsExactly(good);
        assertThat(found(child.credential().chain())).isEmpty();

        var bob = authority.person("/DC=test/CN=Bob", Keys.ec());
        GridProxy stolen = maker.make(bob.credential(), Keys.ec(), ProxyOptions.usual(), List.of(good));
        GridProxy delegated = maker.make(stolen.credential(), Keys.ec(), ProxyOptions.usual(), List.of());
        assertThat(found(delegated.credential().chain())).containsExactly(ANOTHER_HOLDER);
    }

    @Test
    void olderGenerationsAreReadAndChecked() {
        X509Certificate legacy = signedByJane(
                new TestCertificate(TestCertificate.name("/DC=test/CN=Jane/CN=limited proxy"), KEYS.getPublic())
                        .life(Duration.ofHours(-1), Duration.ofHours(1)));
        X509Certificate draft =
                signedByJane(new TestCertificate(TestCertificate.name("/DC=test/CN=Jane/CN=12"), KEYS.getPublic())
                        .life(Duration.ofHours(-1), Duration.ofHours(1))
                        .with(ProxyMark.DRAFT, true, new DERSequence(new ASN1Encodable[] {
                            new DERSequence(new ASN1ObjectIdentifier(ProxyCertInfo.INHERIT_ALL)),
                            new DERTaggedObject(true, 1, new ASN1Integer(3))
                        })));

        assertThat(ProxyKind.of(legacy)).contains(ProxyKind.LEGACY_LIMITED);
        assertThat(ProxyKind.of(draft)).contains(ProxyKind.DRAFT_FULL);
        assertThat(ProxyCertInfo.of(draft).orElseThrow().pathLength()).isEqualTo(OptionalInt.of(3));
        assertThat(found(List.of(legacy, jane.certificate()))).isEmpty();
        assertThat(found(List.of(draft, jane.certificate()))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aChangedByteIsNeverBelievedAndNeverAnUnexpectedException(long seed) throws CertificateException {
        var random = new Random(seed);
        GridProxy proxy = maker.make(
                jane.credential(),
                Keys.ec(),
                ProxyOptions.usual(),
                List.of(vo.attributes(jane, "/escape").signed()));
        byte[] good = proxy.credential().certificate().getEncoded();
        var factory = CertificateFactory.getInstance("X.509");

        for (int i = 0; i < good.length; i += 1 + random.nextInt(20)) {
            byte[] bad = good.clone();
            bad[i] ^= (byte) (1 + random.nextInt(255));
            X509Certificate changed;
            try {
                changed = (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(bad));
            } catch (CertificateException e) {
                continue;
            }
            assertThat(found(List.of(changed, jane.certificate())))
                    .as("byte %d", i)
                    .isNotEmpty();
        }
    }

    private static TestCertificate rfc(String name) {
        return new TestCertificate(TestCertificate.name(name), KEYS.getPublic())
                .life(Duration.ofHours(-1), Duration.ofHours(1))
                .usage(KeyUsage.digitalSignature)
                .with(ProxyMark.RFC, true, info(ProxyCertInfo.INHERIT_ALL));
    }

    private static ASN1Encodable info(String language) {
        return new ProxyCertInfo(OptionalInt.empty(), language, true).encoded();
    }

    private X509Certificate signedByJane(TestCertificate wanted) {
        return wanted.signed(name(jane.certificate()), jane.certificate().getPublicKey(), jane.key());
    }

    private static List<X509Certificate> below(Credential issuer, TestCertificate wanted) {
        var proxy =
                wanted.signed(name(issuer.certificate()), issuer.certificate().getPublicKey(), issuer.key());
        return Stream.concat(Stream.of(proxy), issuer.chain().stream()).toList();
    }

    private static X500Name name(X509Certificate certificate) {
        return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    }

    private GridProxy proxyOf(TestPerson person) {
        return maker.make(person.credential(), Keys.ec(), ProxyOptions.usual(), List.of());
    }

    private List<Kind> found(List<X509Certificate> chain) {
        var clock = Clock.systemUTC();
        var trust = GridTrust.in(directory, Strictness.WHAT_IS_THERE, Duration.ZERO, clock);
        var memberships = new AttributeCheck(trust, VomsDir.in(vomsDir), clock);
        return ProxyCheck.of(trust, memberships, clock).of(chain).stream()
                .map(Finding::kind)
                .toList();
    }
}
