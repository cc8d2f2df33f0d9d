package org.lakeside.server.rucio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Test;
import org.lakeside.auth.x509.TlsTrust;
import org.lakeside.auth.x509.tls.ServerTrust;
import org.lakeside.rucio.client.BearerToken;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.RucioClient;
import org.lakeside.rucio.client.RucioToken;
import org.lakeside.rucio.client.Timeouts;
import org.lakeside.rucio.client.TokenSource;
import org.lakeside.rucio.client.UserPassword;
import org.lakeside.server.RucioSays;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;
import org.lakeside.server.lake.identity.Proof;

/// What a person reads when Rucio, or what stands in its place, does not do what was asked. MockWebServer says here
/// what real servers were seen to say.
class RucioWordsTest {
    private static final Did DID = new Did("user.jdoe", "hits");
    /// In all, less than a busy server asks to wait for.
    private static final Timeouts AMPLE =
            new Timeouts(Duration.ofSeconds(15), Duration.ofSeconds(15), Duration.ofSeconds(19));

    private static final Timeouts SHORT =
            new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(2));

    @StartStop
    final MockWebServer server = new MockWebServer();

    private Timeouts limits = AMPLE;

    @Test
    void aDidThatDoesNotExist() {
        refuse(404, "DataIdentifierNotFound", "Data identifier 'user.jdoe:hits' not found");

        assertThat(lookUp())
                .returns(Kind.DID_NOT_FOUND, Problem::kind)
                .returns("There is no user.jdoe:hits in the catalogue of Little lake.", Problem::detail)
                .returns("Check the scope, or search for part of the name.", Problem::remedy);
        assertThat(lookUp().more()).containsEntry("did", "user.jdoe:hits").containsEntry("instance", "lake");
    }

    @Test
    void aWrongPassword() {
        refuse(401, "CannotAuthenticate", "Cannot authenticate to account None with given credentials");

        assertThat(logIn())
                .returns(Kind.WRONG_CREDENTIALS, Problem::kind)
                .returns("Little lake does not know this user name with this password.", Problem::detail);
    }

    @Test
    void aUserOfSeveralAccounts() {
        server.enqueue(new MockResponse.Builder()
                .code(206)
                .addHeader("X-Rucio-Auth-Accounts", "jdoe,prod")
                .build());

        var problem = logIn();

        assertThat(problem.kind()).isEqualTo(Kind.CHOOSE_ACCOUNT);
        assertThat(problem.more()).containsEntry("accounts", List.of("jdoe", "prod"));
    }

    @Test
    void aTokenForAnotherAudience() {
        refuse(401, "CannotAuthenticate", "Cannot authenticate with given credentials");

        assertThat(logIn(token(List.of("https://wlcg.cern.ch/jwt/v1/any"), List.of("openid", "profile")), "jdoe"))
                .returns(Kind.WRONG_CREDENTIALS, Problem::kind)
                .returns(Map.of("reason", "wrong-audience", "instance", "lake"), Problem::more)
                .returns(
                        "Little lake does not take the token of SUB=jane, ISS=https://idp.test: it is made for https://wlcg.cern.ch/jwt/v1/any, not for Rucio.",
                        Problem::detail);
    }

    @Test
    void aTokenWithoutAScopeThatRucioWants() {
        refuse(401, "CannotAuthenticate", "Cannot authenticate with given credentials");

        assertThat(logIn(token(List.of("rucio"), List.of("openid", "storage.read:/")), "jdoe"))
                .returns("missing-scope", problem -> problem.more().get("reason"))
                .returns(
                        "Little lake does not take the token of SUB=jane, ISS=https://idp.test: it is without the scope profile.",
                        Problem::detail);
    }

    @Test
    void aTokenOfSomebodyWithoutAnAccount() {
        refuse(401, "CannotAuthenticate", "Cannot authenticate with given credentials");

        assertThat(logIn(token(List.of("rucio"), List.of("openid", "profile")), "jdoe"))
                .returns("no-account", problem -> problem.more().get("reason"));
    }

    @Test
    void aTokenOfSeveralAccountsNamesTheOneAskedForAndTheOneThatIsPossible() {
        server.enqueue(new MockResponse.Builder()
                .code(303)
                .addHeader("Location", "/accounts/jdoe")
                .build());

        assertThat(logIn(token(List.of("rucio"), List.of("openid", "profile")), "prod"))
                .returns(Kind.CHOOSE_ACCOUNT, Problem::kind)
                .returns(
                        Map.of("reason", "other-account", "accounts", List.of("jdoe"), "instance", "lake"),
                        Problem::more)
                .returns("Little lake takes this login for account jdoe, not for prod.", Problem::detail);
    }

    private BearerToken token(List<String> audience, List<String> scopes) {
        var now = Instant.now();
        return new BearerToken(
                "a.b.c", "jane", "https://idp.test", audience, scopes, now, now.plus(Duration.ofHours(1)));
    }

    private Problem logIn(BearerToken token, String account) {
        var wanted = Optional.of(account);
        return problem(() -> instance(url())
                .call(Errand.LOGIN, About.login(new Proof.Token(token), wanted), rucio -> rucio.login(token, wanted)));
    }

    @Test
    void aPermissionThatIsMissing() {
        refuse(401, "AccessDenied", "Account jdoe can not do that.");

        assertThat(lookUp())
                .returns(Kind.NOT_PERMITTED, Problem::kind)
                .returns(
                        "Little lake does not permit this to your account: Account jdoe can not do that.",
                        Problem::detail);
    }

    @Test
    void nobodyAtTheAddress() throws IOException {
        int free;
        try (var socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }

        var problem = lookUpAt(URI.create("http://127.0.0.1:" + free));

        assertThat(problem.kind()).isEqualTo(Kind.RUCIO_UNAVAILABLE);
        assertThat(problem.detail())
                .isEqualTo("Little lake does not answer (connection refused at http://127.0.0.1:%d).".formatted(free));
        assertThat(problem.remedy()).isEqualTo("Nothing was changed; try again, or check the address in the settings.");
        assertThat(problem.more()).containsKey("retry_after");
    }

    @Test
    void noSuchHost() {
        assertThat(lookUpAt(URI.create("http://rucio.invalid")).detail())
                .isEqualTo("Little lake does not answer (there is no host rucio.invalid, or no network).");
    }

    @Test
    void silenceNamesTheSecondsWaited() {
        limits = SHORT;
        server.enqueue(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());

        assertThat(lookUp())
                .returns(Kind.RUCIO_UNAVAILABLE, Problem::kind)
                .returns(
                        "Little lake does not answer (nothing came from %s within 1 s).".formatted(url()),
                        Problem::detail);
    }

    @Test
    void aBusyServerSaysHowLongToWait() {
        for (int i = 0; i < 3; i++)
            server.enqueue(new MockResponse.Builder()
                    .code(503)
                    .addHeader("Retry-After", "20")
                    .build());

        var problem = lookUp();

        assertThat(problem.kind()).isEqualTo(Kind.RUCIO_UNAVAILABLE);
        assertThat(problem.detail()).isEqualTo("Little lake is not available at the moment: it answered 503.");
        assertThat(problem.more()).containsEntry("retry_after", 20L);
    }

    @Test
    void aLoginPageInPlaceOfRucio() {
        server.enqueue(new MockResponse.Builder()
                .addHeader("Content-Type", "text/html")
                .body("<html><title>Sign in</title></html>")
                .build());

        assertThat(lookUp())
                .returns(Kind.RUCIO_NOT_RUCIO, Problem::kind)
                .satisfies(
                        problem -> assertThat(problem.detail()).contains("Little lake", url(), "not a Rucio server"));
    }

    @Test
    void aListThatBreaksOff() {
        server.enqueue(new MockResponse.Builder()
                .chunkedBody("{\"scope\": \"a\", \"name\": \"b\", \"type\": \"FILE\"}\n".repeat(20_000), 1000)
                .onResponseBody(new SocketEffect.CloseSocket())
                .build());

        var problem = problem(() -> {
            try (var rows = instance(url()).stream(
                    Errand.LIST, About.did(DID), rucio -> rucio.dids().content(TOKENS, DID))) {
                while (rows.hasNext()) rows.next();
            }
        });

        assertThat(problem.kind()).isEqualTo(Kind.RUCIO_UNAVAILABLE);
        assertThat(problem.detail()).contains("ended before its end");
    }

    @Test
    void whatWasNotForeseenKeepsItsStatusAndNoMore() {
        refuse(500, "RucioException", "An unknown exception occurred: token THE-TOKEN");

        assertThat(lookUp())
                .returns(Kind.UNFORESEEN, Problem::kind)
                .returns("Little lake refused in a way we did not foresee: it answered 500.", Problem::detail);
    }

    private static final TokenSource TOKENS = new TokenSource() {
        @Override
        public RucioToken token() {
            return new RucioToken("token", "jdoe", "jane", Instant.MAX);
        }

        @Override
        public RucioToken renewed(RucioToken refused) {
            return token();
        }
    };

    private void refuse(int status, String exceptionClass, String message) {
        for (int i = 0; i < 4; i++) server.enqueue(RucioSays.no(status, exceptionClass, message));
    }

    private String url() {
        return "http://127.0.0.1:" + server.getPort();
    }

    private Problem lookUp() {
        return lookUpAt(URI.create(url()));
    }

    private Problem lookUpAt(URI url) {
        return problem(() -> instance(url.toString())
                .call(Errand.LOOK, About.did(DID), rucio -> rucio.dids().did(TOKENS, DID)));
    }

    private Problem logIn() {
        var jane = new UserPassword("jane", "secret");
        return problem(() -> instance(url())
                .call(
                        Errand.LOGIN,
                        About.login(new Proof.Password(jane), Optional.empty()),
                        rucio -> rucio.login(jane, Optional.empty())));
    }

    private RucioInstance instance(String url) {
        var lake = new Instance("lake", "Little lake", URI.create(url), Optional.empty(), Optional.empty());
        return new RucioInstance(
                lake,
                new RucioInstance.Line(
                        lake.url(),
                        limits ->
                                RucioClient.builder(lake.url()).timeouts(limits).build(),
                        () -> ServerTrust.of(TlsTrust.system()),
                        limits),
                Clock.systemUTC(),
                (_, _) -> () -> {}, // nothing is asked in between: these are the words for one call
                _ -> {});
    }

    private static Problem problem(Runnable call) {
        var failure = catchThrowableOfType(LakeException.class, call::run);
        assertThat(failure).isNotNull();
        return failure.problem();
    }
}
