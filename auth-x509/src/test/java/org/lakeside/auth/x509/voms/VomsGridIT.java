package org.lakeside.auth.x509.voms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lakeside.auth.x509.X509Exception.Kind.CLOCK_WRONG;
import static org.lakeside.auth.x509.X509Exception.Kind.CREDENTIAL_REFUSED;
import static org.lakeside.auth.x509.X509Exception.Kind.EXPIRED;
import static org.lakeside.auth.x509.X509Exception.Kind.NOT_A_MEMBER;
import static org.lakeside.auth.x509.X509Exception.Kind.NOT_YET_VALID;
import static org.lakeside.auth.x509.X509Exception.Kind.SUSPENDED;
import static org.lakeside.auth.x509.X509Exception.Kind.TIMEOUT;
import static org.lakeside.auth.x509.X509Exception.Kind.UNKNOWN_ATTRIBUTE;
import static org.lakeside.auth.x509.X509Exception.Kind.UNKNOWN_AUTHORITY;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lakeside.auth.x509.X509Exception;
import org.lakeside.auth.x509.credential.Credential;
import org.lakeside.auth.x509.proxy.KeyReserve;
import org.lakeside.auth.x509.proxy.ProxyOptions;
import org.lakeside.auth.x509.testing.DeepProxy;
import org.lakeside.auth.x509.testing.Grid;
import org.lakeside.auth.x509.testing.SecondOpinion;

/// The real VOMS 2.1 of Debian, for two communities.
@Timeout(120)
class VomsGridIT {
    private final Grid grid = new Grid();

    @Test
    void aMemberGetsTheGroupsInTheOrderTheyAskFor() {
        var answer = grid.voms().ask(Grid.person("alice"), request("escape.test:/escape.test/cms/Role=production"));

        assertThat(answer.attributes().vo()).isEqualTo("escape.test");
        assertThat(fqans(answer)).startsWith("/escape.test/cms/Role=production").contains("/escape.test");
        assertThat(answer.warnings()).isEmpty();

        var writersFirst =
                grid.voms().ask(Grid.person("alice"), request("escape.test:/escape.test/writers,/escape.test/cms"));
        assertThat(fqans(writersFirst)).startsWith("/escape.test/writers", "/escape.test/cms");
    }

    @Test
    void withoutAWishTheGroupsComeAndNoRole() {
        assertThat(fqans(grid.voms().ask(Grid.person("alice"), request("escape.test"))))
                .containsExactly("/escape.test", "/escape.test/cms", "/escape.test/writers");
    }

    @Test
    void oneProxyCarriesSeveralCommunitiesAndBothOpinionsBelieveThem() {
        var requests = List.of(request("escape.test:/escape.test/Role=pilot"), request("other.test"));

        var proxy = grid.proxies().make(Grid.person("alice"), requests, ProxyOptions.usual());

        assertThat(proxy.attributes())
                .extracting(AttributeCertificate::vo)
                .containsExactly("escape.test", "other.test");
        assertThat(grid.check().of(proxy)).isEmpty();
        assertThat(new SecondOpinion().of(proxy.credential().chain())).isEmpty();
    }

    @Test
    void aMemberOfASubAuthorityIsAMember() {
        var proxy = grid.proxies().make(Grid.person("dora"), List.of(request("escape.test")), ProxyOptions.usual());

        assertThat(grid.check().of(proxy)).isEmpty();
        assertThat(new SecondOpinion().of(proxy.credential().chain())).isEmpty();
    }

    @Test
    void aLimitedProxyIsGoodEnoughToAskWith() {
        var keys = KeyReserve.none().take();
        Credential limited = grid.maker()
                .make(Grid.person("bob"), keys, ProxyOptions.usual().asLimited(), List.of())
                .credential();

        assertThat(fqans(grid.voms().ask(limited, request("escape.test")))).contains("/escape.test/ska");
    }

    @Test
    void aLifeThatIsTooLongIsGivenShorterWithAWarning() {
        var answer = grid.voms().ask(Grid.person("bob"), request("escape.test").living(Duration.ofDays(30)));

        assertThat(answer.warnings()).singleElement().asString().contains("shortened to 86400 seconds");
        assertThat(answer.attributes().ends()).isBefore(Instant.now().plus(Duration.ofHours(25)));
    }

    @Test
    void strangersAreToldHowToBecomeMembers() {
        assertThat(refusal("carol", "escape.test"))
                .returns(NOT_A_MEMBER, X509Exception::kind)
                .hasMessage(
                        "VO escape.test does not know /DC=test/DC=escape/CN=Carol Outsider. Apply for membership with "
                                + "this certificate, or choose another VO.");
        assertThat(refusal("bob", "other.test").kind()).isEqualTo(NOT_A_MEMBER);
    }

    @Test
    void aRoleOfOthersAndAGroupOfNobodyAreNotGiven() {
        for (String wish : List.of("/escape.test/cms/Role=production", "/escape.test/nosuch", "/other.test/users"))
            assertThat(refusal("bob", "escape.test:" + wish))
                    .returns(UNKNOWN_ATTRIBUTE, X509Exception::kind)
                    .hasMessageContaining(wish);
    }

    @Test
    void whoIsSuspendedIsToldTheReason() {
        Grid.lake("voms", "suspend", "bob", "the usage policy of 2027 is not signed");
        try {
            assertThat(refusal("bob", "escape.test"))
                    .returns(SUSPENDED, X509Exception::kind)
                    .hasMessage(
                            "VO escape.test has suspended /DC=test/DC=escape/CN=Bob Tester (the usage policy of 2027 is not "
                                    + "signed). Ask the VO's administrators.");
        } finally {
            Grid.lake("voms", "unsuspend", "bob");
        }
        assertThat(fqans(grid.voms().ask(Grid.person("bob"), request("escape.test"))))
                .isNotEmpty();
    }

    @Test
    void aCertificateThatHasEndedIsNotEvenShown() {
        assertThat(refusal("expired", "escape.test"))
                .returns(EXPIRED, X509Exception::kind)
                .hasMessageContaining("/DC=test/DC=escape/CN=Erin Expired");
    }

    /// The server refuses while we still write: the same words must come each time all the same.
    @Test
    void anAuthorityThatTheServerDoesNotKnowIsSaidEachTime() {
        for (int i = 0; i < 5; i++)
            assertThat(refusal("rogue", "escape.test"))
                    .returns(UNKNOWN_AUTHORITY, X509Exception::kind)
                    .hasMessageContaining("does not know the authority of the certificate");
    }

    @Test
    void aProxyThatIsOneTooManyIsRefusedEachTime() {
        Credential tooDeep = DeepProxy.of(Grid.person("bob"), grid.maker());

        for (int i = 0; i < 5; i++)
            assertThat(refusal(tooDeep, "escape.test").kind()).isEqualTo(CREDENTIAL_REFUSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"escape.test", "other.test"})
    void whereHttpIsBrokenTheOldProtocolSaysTheSame(String vo) {
        var overHttp = grid.voms().ask(Grid.person("alice"), request(vo));
        Grid.tool("voms", "restart").with("GRID_VOMS_NO_REST", "1").mustRun();
        try {
            var client = grid.voms();
            assertThat(fqans(client.ask(Grid.person("alice"), request(vo)))).isEqualTo(fqans(overHttp));
            assertThat(refusal("carol", vo).kind()).isEqualTo(NOT_A_MEMBER);
        } finally {
            Grid.lake("voms", "restart");
        }
    }

    @Test
    void aServerThatAcceptsAndSaysNothingCostsNoMoreThanTheLimit() {
        Grid.lake("voms", "freeze");
        try {
            long began = System.nanoTime();
            assertThat(refusal(Grid.person("bob"), "escape.test", grid.voms(Duration.ofSeconds(1))))
                    .returns(TIMEOUT, X509Exception::kind)
                    .hasMessageContaining("has not answered within 1 s");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
        } finally {
            Grid.lake("voms", "thaw");
        }
    }

    /// Behind, the certificates of this grid have not begun yet; ahead, what VOMS gives is an hour old.
    @Test
    void aClockThatIsWrongByAnHourIsCalledThat() {
        for (int hour : new int[] {-1, 1}) {
            var clock = Clock.offset(Clock.systemUTC(), Duration.ofHours(hour));
            assertThat(refusal(Grid.person("bob"), "escape.test", grid.voms(Duration.ofSeconds(20), clock)))
                    .satisfies(e -> assertThat(e.kind()).isIn(CLOCK_WRONG, NOT_YET_VALID))
                    .message()
                    .containsIgnoringCase("clock");
        }
    }

    private X509Exception refusal(String person, String request) {
        return refusal(Grid.person(person), request);
    }

    private X509Exception refusal(Credential credential, String request) {
        return refusal(credential, request, grid.voms());
    }

    private static X509Exception refusal(Credential credential, String request, VomsClient client) {
        try {
            throw new AssertionError("granted: " + client.ask(credential, request(request)));
        } catch (X509Exception e) {
            return e;
        }
    }

    private static VomsRequest request(String text) {
        return VomsRequest.parse(text).orElseThrow();
    }

    private static List<String> fqans(VomsAnswer answer) {
        return answer.attributes().fqans().stream().map(Fqan::toString).toList();
    }
}
