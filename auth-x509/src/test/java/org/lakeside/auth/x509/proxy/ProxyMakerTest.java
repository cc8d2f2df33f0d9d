package org.lakeside.auth.x509.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.lakeside.auth.x509.X509Exception.Kind.BAD_REQUEST;
import static org.lakeside.auth.x509.X509Exception.Kind.EXPIRED;
import static org.lakeside.auth.x509.X509Exception.Kind.MAY_NOT_SIGN;
import static org.lakeside.auth.x509.X509Exception.Kind.TOO_DEEP;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.auth.x509.Finding;
import org.lakeside.auth.x509.X509Exception;
import org.lakeside.auth.x509.credential.Credential;
import org.lakeside.auth.x509.testing.Keys;
import org.lakeside.auth.x509.testing.Pem;
import org.lakeside.auth.x509.testing.TestAuthority;
import org.lakeside.auth.x509.testing.TestCertificate;
import org.lakeside.auth.x509.testing.TestPerson;
import org.lakeside.auth.x509.trust.GridTrust;

class ProxyMakerTest {
    private final Clock clock = Clock.systemUTC();
    private final ProxyMaker maker = new ProxyMaker(clock);
    private final TestAuthority authority = TestAuthority.root("/DC=test/CN=Root");
    private final TestPerson jane = authority.person("/DC=test/CN=Jane Doe");

    @TempDir
    Path directory;

    @BeforeEach
    void publish() {
        authority.publish(directory);
    }

    @Test
    void aProxyIsSignedByThePersonAndNamedAfterThem() {
        GridProxy proxy = make(jane.credential(), ProxyOptions.usual());

        assertThat(proxy.kind()).isEqualTo(ProxyKind.RFC_FULL);
        assertThat(proxy.identity()).hasToString("/DC=test/CN=Jane Doe");
        assertThat(proxy.subject().slashed()).matches("/DC=test/CN=Jane Doe/CN=[1-9][0-9]*");
        assertThat(proxy.credential().chain()).hasSize(2).endsWith(jane.certificate());
        assertThat(check(proxy)).isEmpty();
    }

    @Test
    void itLivesAsLongAsWanted() {
        GridProxy proxy = make(jane.credential(), ProxyOptions.usual().living(Duration.ofMinutes(90)));

        assertThat(Duration.between(Instant.now(), proxy.expires()))
                .isBetween(Duration.ofMinutes(89), Duration.ofMinutes(90));
        assertThat(proxy.credential().certificate().getNotBefore().toInstant()).isBefore(Instant.now());
    }

    @Test
    void itNeverOutlivesItsIssuerNorBeginsBeforeIt() {
        Instant begins = Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.SECONDS);
        Instant ends = Instant.now().plus(Duration.ofDays(2)).truncatedTo(ChronoUnit.SECONDS);
        var keys = Keys.rsa();
        var brief = authority.person(
                keys,
                new TestCertificate(TestCertificate.name("/DC=test/CN=Brief"), keys.getPublic())
                        .person()
                        .life(begins, ends));

        X509Certificate proxy = make(brief.credential(), ProxyOptions.usual().living(Duration.ofDays(4000)))
                .credential()
                .certificate();

        assertThat(proxy.getNotBefore().toInstant()).isEqualTo(begins);
        assertThat(proxy.getNotAfter().toInstant()).isEqualTo(ends);
    }

    @Test
    void whatALimitedProxySignsIsLimited() {
        GridProxy limited = make(jane.credential(), ProxyOptions.usual().asLimited());
        GridProxy child = make(limited.credential(), ProxyOptions.usual());
        GridProxy grandchild = make(child.credential(), ProxyOptions.usual());

        assertThat(List.of(limited.kind(), child.kind(), grandchild.kind())).containsOnly(ProxyKind.RFC_LIMITED);
        assertThat(check(grandchild)).isEmpty();
    }

    @Test
    void noMoreProxiesThanOneOfThemAllows() {
        GridProxy first = make(jane.credential(), ProxyOptions.usual().followedBy(1));
        GridProxy second = make(first.credential(), ProxyOptions.usual());
        assertThat(check(second)).isEmpty();

        refused(second.credential(), TOO_DEEP);
        refused(make(jane.credential(), ProxyOptions.usual().followedBy(0)).credential(), TOO_DEEP);
    }

    @Test
    void ellipticCurvesAndSubAuthoritiesWorkToo() {
        var dora = authority.sub("/DC=test/CN=Sub").person("/DC=test/CN=Dora", Keys.ec());

        GridProxy proxy = maker.make(dora.credential(), Keys.ec(), ProxyOptions.usual(), List.of());

        assertThat(proxy.credential().chain()).hasSize(3);
        assertThat(check(proxy)).isEmpty();
    }

    @Test
    void oddNamesAreTakenOverByteForByte() {
        var odd = authority.person("/C=DE/O=Müller  & Söhne/CN=Jané, the \"1st\"+2nd/CN=x", Keys.rsa());

        GridProxy proxy = make(odd.credential(), ProxyOptions.usual());

        assertThat(proxy.credential().certificate().getIssuerX500Principal().getEncoded())
                .isEqualTo(odd.certificate().getSubjectX500Principal().getEncoded());
        assertThat(check(proxy)).isEmpty();
    }

    @Test
    void authoritiesAndEncryptionKeysSignNoProxies() {
        refused(Credential.of(List.of(authority.certificate()), authority.keys().getPrivate()), MAY_NOT_SIGN);

        var keys = Keys.rsa();
        var encryptor = authority.person(
                keys,
                new TestCertificate(TestCertificate.name("/DC=test/CN=Cipher"), keys.getPublic())
                        .usage(KeyUsage.keyEncipherment));
        refused(encryptor.credential(), MAY_NOT_SIGN);
    }

    @Test
    void nothingIsSignedWithACertificateThatHasEnded() {
        var later = new ProxyMaker(Clock.offset(clock, Duration.ofDays(4000)));

        assertThatExceptionOfType(X509Exception.class)
                .isThrownBy(() -> later.make(jane.credential(), Keys.rsa(1), ProxyOptions.usual(), List.of()))
                .returns(EXPIRED, X509Exception::kind);
    }

    @Test
    void delegationSignsForAKeyOfSomebodyElse() throws Exception {
        GridProxy proxy = make(jane.credential(), ProxyOptions.usual());
        KeyPair theirs = Keys.rsa(2);

        for (byte[] request : List.of(
                request(theirs, theirs),
                Pem.block("CERTIFICATE REQUEST", request(theirs, theirs)).getBytes(UTF_8))) {
            List<X509Certificate> chain = maker.delegate(proxy.credential(), request, ProxyOptions.usual());

            GridProxy delegated = GridProxy.of(Credential.of(chain, theirs.getPrivate()));
            assertThat(delegated.identity()).hasToString("/DC=test/CN=Jane Doe");
            assertThat(delegated.subject().slashed()).doesNotContain("Admin");
            assertThat(check(delegated)).isEmpty();
        }
    }

    @Test
    void requestsThatProveNothingAreRefused() throws Exception {
        KeyPair small = Keys.generate("RSA", 1024);

        for (byte[] request : List.of(
                request(Keys.rsa(1), Keys.rsa(2)),
                request(small, small),
                new byte[] {1, 2, 3},
                "hello".getBytes(UTF_8)))
            assertThatExceptionOfType(X509Exception.class)
                    .isThrownBy(() -> maker.delegate(jane.credential(), request, ProxyOptions.usual()))
                    .returns(BAD_REQUEST, X509Exception::kind);
    }

    private static byte[] request(KeyPair key, KeyPair signer) throws Exception {
        return new JcaPKCS10CertificationRequestBuilder(TestCertificate.name("/CN=Admin"), key.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withRSA").build(signer.getPrivate()))
                .getEncoded();
    }

    private GridProxy make(Credential issuer, ProxyOptions options) {
        return maker.make(issuer, Keys.rsa(1), options, List.of());
    }

    private List<Finding> check(GridProxy proxy) {
        return ProxyCheck.withoutMemberships(GridTrust.in(directory), clock).of(proxy);
    }

    private void refused(Credential issuer, X509Exception.Kind kind) {
        assertThatExceptionOfType(X509Exception.class)
                .isThrownBy(() -> make(issuer, ProxyOptions.usual()))
                .returns(kind, X509Exception::kind);
    }
}
