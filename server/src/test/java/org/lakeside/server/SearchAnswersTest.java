package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What a search says when the server gives an answer that a real Rucio cannot be made to give.
class SearchAnswersTest extends ServiceWithPlayedRucio {
    private static final String SEARCH = "/instances/lake/search?did=user:";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile MockResponse limited = new MockResponse.Builder().build();
    private volatile MockResponse all = new MockResponse.Builder().build();

    SearchAnswersTest() {
        super(Duration.ofSeconds(30));
    }

    @Override
    MockResponse answer(RecordedRequest request) {
        var path = request.getUrl().encodedPath();
        asked.add(path);
        return switch (path) {
            case "/auth/userpass" -> RucioSays.welcome("jdoe", "the-token-of-jdoe");
            case "/accounts/jdoe/scopes/", "/scopes/" -> answer(200, "application/json", "[]");
            case "/dids/user/dids/search" -> request.getUrl().queryParameter("limit") == null ? all : limited;
            default -> new MockResponse.Builder().code(404).build();
        };
    }

    @BeforeEach
    void logIn() throws IOException {
        logInAsJdoe();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void everyAnswerIsASentenceAndAWayOut(String name, MockResponse answer, List<String> kinds) throws IOException {
        limited = answer;

        var reply = api.get(SEARCH);

        assertThat(reply.problem()).as(reply.text()).isIn(kinds);
        assertThat(reply.json().path("detail").asString()).isNotBlank();
        assertThat(reply.json().path("remedy").asString()).isNotBlank();
        assertThat(reply.text()).doesNotContain("the-token-of-jdoe", "Exception", "org.lakeside");
    }

    static Stream<Arguments> answers() {
        var unavailable = List.of("rucio-unavailable", "instance-silent");
        return Stream.of(
                Arguments.of("cut within a row", rows("{\"scope\": \"user\", \"na"), List.of("rucio-unavailable")),
                Arguments.of("cut connection", cut(rows(row(0) + "\n" + row(1) + "\n")), List.of("rucio-unavailable")),
                Arguments.of("a line of garbage", rows(row(0) + "\n%%garbage%%\n"), List.of("rucio-not-rucio")),
                Arguments.of(
                        "wrong types",
                        rows("{\"scope\": [1], \"name\": {}, \"did_type\": 7}\n"),
                        List.of("rucio-not-rucio")),
                Arguments.of(
                        "no such kind", rows(row(0).replace("DATASET", "FOLDER") + "\n"), List.of("rucio-not-rucio")),
                Arguments.of(
                        "a web page",
                        answer(200, "text/html", "<html><title>Log in</title></html>"),
                        List.of("rucio-not-rucio")),
                Arguments.of(
                        "a redirect",
                        new MockResponse.Builder()
                                .code(302)
                                .addHeader("Location", "https://login.example.org/?next=x")
                                .build(),
                        List.of("rucio-not-rucio")),
                Arguments.of(
                        "401: who are you",
                        RucioSays.no(401, "CannotAuthenticate", "Cannot authenticate with given credentials"),
                        List.of("login-expired")),
                Arguments.of(
                        "401: you may not",
                        RucioSays.no(401, "AccessDenied", "Account jdoe can not search."),
                        List.of("not-permitted")),
                Arguments.of(
                        "500 with a class",
                        RucioSays.no(500, "InvalidMetadata", "There is no metadata plugin"),
                        List.of("bad-request")),
                Arguments.of("500 of the database", RucioSays.no(500, "DatabaseException", "locked"), unavailable),
                Arguments.of("500 without a word", answer(500, "text/html", ""), List.of("unforeseen")),
                Arguments.of("503", answer(503, "text/html", "<html>busy</html>"), unavailable),
                Arguments.of(
                        "503 with Retry-After",
                        new MockResponse.Builder()
                                .code(503)
                                .addHeader("Retry-After", "120")
                                .build(),
                        unavailable));
    }

    @Test
    void aLaterPageThatMissesRowsSaysSoAndTheSameCursorTriesAgain() throws IOException {
        limited = rows(rowsUpTo(11));
        all = cut(rows(rowsUpTo(700)));
        var cursor = api.get(SEARCH + "&limit=10").json().path("cursor").asString();

        var page = api.get(SEARCH + "&limit=1000&cursor=" + cursor);

        assertThat(page.problem()).isIn("rucio-unavailable", "instance-silent");
        all = rows(rowsUpTo(700));
        var again = api.get(SEARCH + "&limit=1000&cursor=" + cursor).json();
        assertThat(again.path("rows")).hasSize(690);
        assertThat(again.path("total").asInt()).isEqualTo(700);
    }

    @Test
    void theScopesOfOthersAreAskedForOnceAndAgainWhenAllIsWantedAnew() throws IOException {
        api.get("/instances/lake/search?did=name");
        api.get("/instances/lake/search?did=name");
        assertThat(asked).containsOnlyOnce("/scopes/");

        api.get("/instances/lake/search?did=name&refresh=true");

        assertThat(asked).filteredOn("/scopes/"::equals).hasSize(2);
    }

    private static String rowsUpTo(int count) {
        return IntStream.range(0, count).mapToObj(SearchAnswersTest::row).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String row(int number) {
        return "{\"scope\": \"user\", \"name\": \"set-%d\", \"did_type\": \"DATASET\", \"bytes\": 1, \"length\": 1}"
                .formatted(number);
    }

    private static MockResponse rows(String rows) {
        return new MockResponse.Builder()
                .addHeader("Content-Type", "application/x-json-stream")
                .chunkedBody(rows, 100)
                .build();
    }

    private static MockResponse cut(MockResponse answer) {
        return answer.newBuilder()
                .onResponseBody(new SocketEffect.CloseSocket())
                .build();
    }

    private static MockResponse answer(int status, String type, String body) {
        return new MockResponse.Builder()
                .code(status)
                .addHeader("Content-Type", type)
                .body(body)
                .build();
    }
}
