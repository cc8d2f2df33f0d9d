package org.lakeside.rucio.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.lakeside.rucio.client.RucioException.Kind;

/// What can go wrong with every call.
class FailuresTest extends WithRucio {
    @ParameterizedTest
    @MethodSource("org.lakeside.rucio.client.EveryCall#oneOfEachKind")
    void nobodyThere(EveryCall call) throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        RucioClient client =
                RucioClient.builder(URI.create("http://127.0.0.1:" + port)).build();

        assertThatExceptionOfType(RucioException.class)
                .isThrownBy(() -> call.of(client))
                .withMessageContaining("Rucio at http://127.0.0.1:" + port + " does not answer")
                .withMessageContaining("(tried 3 times in ")
                .returns(Kind.UNAVAILABLE, RucioException::kind);
    }

    @ParameterizedTest
    @MethodSource("org.lakeside.rucio.client.EveryCall#oneOfEachKind")
    void silence(EveryCall call) {
        answers(Recorded.builder(call.goodAnswer()).onResponseStart(SocketEffect.Stall.INSTANCE));

        fails(call, impatient())
                .withMessageContaining("does not answer (timed out)")
                .returns(Kind.UNAVAILABLE, RucioException::kind);
        assertThat(rucio.getRequestCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("org.lakeside.rucio.client.EveryCall#oneOfEachKind")
    void aConnectionThatCloses(EveryCall call) {
        for (int i = 0; i < 12; i++) { // OkHttp tries both addresses of localhost, twice
            answers(new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()));
        }

        fails(call).withMessageContaining("closed the connection").returns(Kind.UNAVAILABLE, RucioException::kind);
    }

    @ParameterizedTest
    @MethodSource("org.lakeside.rucio.client.EveryCall#givingRows")
    void aListThatIsCutHalfWay(EveryCall call) {
        answers(Recorded.builder(call.goodAnswer()).onResponseBody(new SocketEffect.CloseSocket()));

        fails(call).withMessageContaining("broke off").returns(Kind.CUT, RucioException::kind);
        assertThat(rucio.getRequestCount()).isEqualTo(1);
    }

    @Test
    void oneAnswerThatIsCutHalfWayIsAskedForAgain() {
        answers(Recorded.builder("did-closed.http").onResponseBody(new SocketEffect.CloseSocket()));
        answers("did-closed.http");

        assertThat(client().dids().did(tokens, OK).files()).hasValue(5);
    }

    @Test
    void aListThatFallsSilentHalfWay() {
        answers(Recorded.builder("search.http").onResponseBody(SocketEffect.Stall.INSTANCE));
        fallsSilent(impatient(Duration.ofSeconds(3))
                .dids()
                .search(tokens, new SearchQuery("data", "*", SearchType.ALL, 100)));

        answers(Recorded.builder("replicas.http").onResponseBody(SocketEffect.Stall.INSTANCE));
        var replicas = client().replicas().files(tokens, ReplicaQuery.overHttp(List.of(OK)));
        replicas.patience(Duration.ofMillis(200));
        fallsSilent(replicas);
    }

    private static void fallsSilent(RowStream<?> rows) {
        assertThatExceptionOfType(RucioException.class)
                .isThrownBy(rows::toList)
                .withMessageContaining("fell silent")
                .returns(Kind.CUT, RucioException::kind);
    }

    @ParameterizedTest
    @MethodSource("org.lakeside.rucio.client.EveryCall#givingRows")
    void aListThatEndsWithinARow(EveryCall call) {
        answers(new MockResponse.Builder()
                .addHeader("Content-Type", "application/x-json-stream")
                .body("{\"scope\": \"da"));

        fails(call).withMessageContaining("broke off within row 1").returns(Kind.CUT, RucioException::kind);
    }

    @ParameterizedTest
    @MethodSource("org.lakeside.rucio.client.EveryCall#eachAndChanges")
    void aLoginPageInsteadOfRucio(EveryCall call) {
        answers(new MockResponse.Builder()
                .addHeader("Content-Type", "text/html; charset=utf-8")
                .body("<!doctype html><title>Sign in</title><form></form>"));

        fails(call)
                .withMessageContaining(" answered with")
                .withMessageContaining("is this the address of a Rucio?")
                .returns(Kind.NOT_RUCIO, RucioException::kind);
    }

    @ParameterizedTest
    @MethodSource("org.lakeside.rucio.client.EveryCall#eachAndChanges")
    void aRedirectionIsNotFollowedWithTheTokenInHand(EveryCall call) {
        answers(new MockResponse.Builder().code(302).addHeader("Location", "https://idp.example.org/login?state=x"));

        fails(call)
                .withMessageContaining("answered 302 and points to https://idp.example.org/login,")
                .returns(Kind.NOT_RUCIO, RucioException::kind);
    }

    @ParameterizedTest
    @MethodSource("org.lakeside.rucio.client.EveryCall#eachAndChanges")
    void garbageInsteadOfJson(EveryCall call) {
        answers(new MockResponse.Builder()
                .addHeader("Content-Type", "application/json")
                .body("\u0001\u0002 garbage\n{}\n"));

        fails(call).returns(Kind.NOT_RUCIO, RucioException::kind);
    }

    @ParameterizedTest
    @MethodSource("org.lakeside.rucio.client.EveryCall#givingRows")
    void garbageAfterGoodRows(EveryCall call) {
        String good = Recorded.text(call.goodAnswer());
        String row =
                good.substring(good.indexOf("\n\n") + 2).lines().findFirst().orElseThrow();
        answers(new MockResponse.Builder().body(row + "\nnull\n"));

        fails(call).withMessageContaining("(row 2)").returns(Kind.NOT_RUCIO, RucioException::kind);
    }

    @ParameterizedTest
    @MethodSource("org.lakeside.rucio.client.EveryCall#each")
    void anEmptyPage(EveryCall call) {
        answers(new MockResponse.Builder().addHeader("Content-Type", "text/html"));

        fails(call).returns(Kind.NOT_RUCIO, RucioException::kind);
    }

    @ParameterizedTest
    @MethodSource("org.lakeside.rucio.client.EveryCall#eachAndChanges")
    void anAddressThatRucioDoesNotServe(EveryCall call) {
        answers("unknown-route.http");

        fails(call)
                .withMessageContaining("answered 404 with a web page ('404 Not Found')")
                .returns(Kind.NOT_RUCIO, RucioException::kind);
    }

    @ParameterizedTest
    @MethodSource("org.lakeside.rucio.client.EveryCall#eachAndChanges")
    void aServerThatIsNotHttp(EveryCall call) {
        for (int i = 0; i < 4; i++) {
            answers(new MockResponse.Builder().status("SSH-2.0-OpenSSH_9.2"));
        }

        fails(call).withMessageContaining("does not speak HTTP").returns(Kind.NOT_RUCIO, RucioException::kind);
    }

    @ParameterizedTest
    @MethodSource("org.lakeside.rucio.client.EveryCall#eachAndChanges")
    void notNow(EveryCall call) {
        answers(new MockResponse.Builder().code(503).addHeader("Retry-After", "120"));

        fails(call)
                .withMessageContaining("answered 503")
                .returns(Kind.UNAVAILABLE, RucioException::kind)
                .returns(Optional.of(Duration.ofMinutes(2)), RucioException::retryAfter);
        assertThat(rucio.getRequestCount()).isEqualTo(1); // two minutes are beyond the limit
    }

    @ParameterizedTest
    @MethodSource("org.lakeside.rucio.client.EveryCall#withToken")
    void aRefusalIsAMissingPermissionEvenWhenRucioCallsIt401(EveryCall call) {
        answers("access-denied.http");

        fails(call)
                .withMessageContaining("401 AccessDenied: Account alice can not list account usage.")
                .returns(Kind.NOT_PERMITTED, RucioException::kind);
        assertThat(rucio.getRequestCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    404, DataIdentifierNotFound,     NOT_FOUND
                    404, ScopeNotFound,              NOT_FOUND
                    401, CannotAuthenticate,         NOT_AUTHENTICATED
                    500, AccessDenied,               NOT_PERMITTED
                    401, UnsupportedOperation,       CONFLICT
                    409, DataIdentifierAlreadyExists, CONFLICT
                    409, InsufficientAccountLimit,   OVER_QUOTA
                    500, InvalidRSEExpression,       BAD_REQUEST
                    400, ValueError,                 BAD_REQUEST
                    500, RucioException,             UNFORESEEN
                    503, DatabaseException,          UNAVAILABLE
                    418, SomethingNew,               UNFORESEEN
                    """)
    void theClassDecidesNotTheStatus(int status, String exceptionClass, Kind kind) {
        assertThat(Kinds.ofClass(status, exceptionClass)).isEqualTo(kind);
    }

    @Test
    void anAnswerLongerThanIsReadOfOneIsSaidToBe() {
        answers(new MockResponse.Builder().body(" ".repeat(33 << 20)));

        assertThatExceptionOfType(RucioException.class)
                .isThrownBy(() -> client().openData().files(new Did("opendata", "all")))
                .withMessageContaining("opendata:all")
                .withMessageContaining("more than 32 MiB")
                .returns(Kind.TOO_LARGE, RucioException::kind);
    }

    @Test
    void anInnerErrorOfRuciosIsUnforeseenAndQuoted() {
        answers("search-unreadable-filter.http");

        assertThatExceptionOfType(RucioException.class)
                .isThrownBy(() -> client().dids().search(tokens, new SearchQuery("odd", "x", SearchType.ALL, 1)))
                .withMessageContaining("answered 500: malformed node")
                .returns(Kind.UNFORESEEN, RucioException::kind);
    }

    @Test
    void aTokenThatIsMissingIsTheAskersMistake() {
        answers("token-missing.http");

        assertThatExceptionOfType(RucioException.class)
                .isThrownBy(() -> client().dids().did(tokens, OK))
                .returns(400, RucioException::status)
                .returns(Kind.BAD_REQUEST, RucioException::kind);
    }

    /// Its copy in the headers is cut at 125 characters.
    @Test
    void theWholeMessageIsTold() {
        answers("bulkmeta-odd-name.http");
        answers("did-not-found.http");

        assertThatExceptionOfType(RucioException.class)
                .isThrownBy(() -> client().dids().did(tokens, OK))
                .satisfies(e -> assertThat(e.said().length()).isGreaterThan(150));
    }

    @Test
    void aClassInTheHeadersAloneIsEnough() {
        answers(Recorded.builder("did-not-found.http").body(""));

        assertThatExceptionOfType(RucioException.class)
                .isThrownBy(() -> client().dids().did(tokens, new Did("data", "nonex")))
                .returns(Kind.NOT_FOUND, RucioException::kind)
                .returns("Data identifier 'data:nonex' not found", RucioException::said);
    }

    private ThrowableAssertAlternative<RucioException> fails(EveryCall call) {
        return fails(call, client());
    }

    private ThrowableAssertAlternative<RucioException> fails(EveryCall call, RucioClient client) {
        return assertThatExceptionOfType(RucioException.class).isThrownBy(() -> call.of(client));
    }
}
