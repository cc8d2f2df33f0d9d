package org.lakeside.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lakeside.server.api.OverSocket.Header;
import org.lakeside.server.api.Standing.State;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;

/// The edge itself: what it refuses, and how it says so. What the routes do is in the tests of the whole service.
class ApiTest {
    private static final Header MARK = new Header("X-Lakeside", "1");

    @TempDir
    Path directory;

    private State state = new State.Owner(() -> {
        throw new IllegalStateException("a failure that holds THE-SECRET-PATH");
    });
    private Api api;
    private OverSocket client;

    @BeforeEach
    void start() {
        api = Api.start(directory.resolve("s"), "1.2.3", () -> state);
        client = new OverSocket(directory.resolve("s"));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void healthAnswersAndSaysTheVersion() throws IOException {
        var reply = client.get("/health");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("X-Lakeside-Version")).contains("1.2.3");
        assertThat(reply.json().path("name").asString()).isEqualTo("lakeside");
        assertThat(reply.json().path("state").asString()).isEqualTo("ready");
        assertThat(reply.json().path("owner").asBoolean()).isTrue();
    }

    @Test
    void theSocketIsItsUsersAlone() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("s"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aSocketLeftBehindIsReplaced() throws IOException {
        var left = directory.resolve("left");
        Files.createFile(left);

        try (var second = Api.start(left, "1.2.3", () -> state)) {
            assertThat(second).isNotNull();
            assertThat(new OverSocket(left).get("/health").status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "DELETE", "PUT", "PATCH", "OPTIONS"})
    void whatIsNotReadingNeedsTheHeaderEvenWhereThereIsNothing(String method) throws IOException {
        var reply = client.send(method, "/nowhere", List.of(), "");

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.problem()).isEqualTo("header-missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site"})
    void requestsFromOtherSitesAreRefused(String site) throws IOException {
        var reply = client.send("GET", "/health", List.of(new Header("Sec-Fetch-Site", site)), "");

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.problem()).isEqualTo("cross-site");
    }

    @ParameterizedTest
    @ValueSource(strings = {"same-origin", "none"})
    void requestsFromOwnPagesPass(String site) throws IOException {
        assertThat(client.send("GET", "/health", List.of(new Header("Sec-Fetch-Site", site)), "")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example",
                "null",
                "https://hub.example.org.evil.example",
                "http://hub.example.org:81"
            })
    void anOriginOfAnotherHostIsRefused(String origin) throws IOException {
        var reply = client.send(
                "POST",
                "/handles",
                List.of(MARK, new Header("Origin", origin), new Header("Host", "hub.example.org")),
                "{}");

        assertThat(reply.problem()).isEqualTo("cross-site");
    }

    @Test
    void theOriginOfTheHostOrOfTheHostBeforeTheProxyPasses() throws IOException {
        var direct = List.of(new Header("Origin", "https://HUB.example.org"), new Header("Host", "hub.example.org"));
        var behind = List.of(
                new Header("Origin", "https://hub.example.org"),
                new Header("Host", "10.0.0.7:8888"),
                new Header("X-Forwarded-Host", "hub.example.org"));

        assertThat(client.send("GET", "/health", direct, "").status()).isEqualTo(200);
        assertThat(client.send("GET", "/health", behind, "").status()).isEqualTo(200);
    }

    @Test
    void nobodyIsEverInvitedFromAnotherOrigin() throws IOException {
        var asked = List.of(
                MARK,
                new Header("Origin", "http://localhost"),
                new Header("Access-Control-Request-Method", "POST"),
                new Header("Access-Control-Request-Headers", "X-Lakeside"));

        assertThat(client.send("OPTIONS", "/handles", asked, "").headers())
                .noneMatch(header -> header.name().toLowerCase(Locale.ROOT).startsWith("access-control"));
    }

    @Test
    void whatIsNotThereIsAProblemToo() throws IOException {
        var missing = client.get("/nowhere");
        var wrongMethod = client.send("PUT", "/health", List.of(MARK), "");

        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.problem()).isEqualTo("not-found");
        assertThat(missing.header("Content-Type")).contains("application/problem+json");
        assertThat(wrongMethod.status()).isEqualTo(405);
        assertThat(wrongMethod.json().path("status").asInt()).isEqualTo(405);
    }

    @Test
    void headersWithoutEndAreAProblemToo() throws IOException {
        var reply = client.send("GET", "/health", List.of(new Header("X-Long", "x".repeat(100_000))), "");

        assertThat(reply.status()).isEqualTo(431);
        assertThat(reply.problem()).isEqualTo("bad-request");
    }

    @Test
    void theCookiesOfAHubAndAJupyterFit() throws IOException {
        assertThat(client.send("GET", "/health", List.of(new Header("Cookie", "x".repeat(30_000))), "")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void anUnforeseenFailureIsAnsweredWithAReportNumberAlone() throws IOException {
        var reply = client.get("/instances");

        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.problem()).isEqualTo("unforeseen");
        assertThat(reply.json().path("report").asString()).matches("[0-9a-f]{12}");
        assertThat(reply.json().path("detail").asString())
                .contains(reply.json().path("report").asString());
        assertThat(reply.text()).doesNotContain("THE-SECRET-PATH");
    }

    @Test
    void whatIsGivenUpWhileItsReaderWaitsIsSaidToBe() throws IOException {
        state = new State.Owner(() -> {
            throw new CancellationException("the service is being closed");
        });

        var reply = client.get("/instances");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.problem()).isEqualTo("given-up");
        assertThat(reply.json().path("remedy").asString()).isNotBlank();
    }

    @Test
    void evenAnErrorOfTheJvmIsAProblem() throws IOException {
        state = new State.Owner(() -> {
            throw new OutOfMemoryError("a failure that holds THE-SECRET-PATH");
        });

        var reply = client.get("/instances");

        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.problem()).isEqualTo("unforeseen");
        assertThat(reply.text()).doesNotContain("THE-SECRET-PATH");
    }

    @Test
    void onlyTheHeadIsSentToWhoAsksForTheHead() throws IOException {
        var reply = client.send("HEAD", "/health", List.of(), "");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEmpty();
    }

    @Test
    void withWrongSettingsHealthAndEveryRouteSayAllThatIsWrong() throws IOException {
        var good = client.get("/health");
        state = new State.Misconfigured(List.of(
                new Problem(Kind.MISCONFIGURED, "The first is wrong.", "Correct it."),
                new Problem(Kind.MISCONFIGURED, "The second too.", "Correct it.")));

        var health = client.get("/health");
        var other = client.get("/instances?1795247521662");

        assertThat(health.status()).isEqualTo(200);
        assertThat(health.json().propertyNames()).isEqualTo(good.json().propertyNames());
        assertThat(health.json().path("state").asString()).isEqualTo("misconfigured");
        assertThat(health.json().path("problems").size()).isEqualTo(2);
        assertThat(other.status()).isEqualTo(503);
        assertThat(other.problem()).isEqualTo("misconfigured");
        assertThat(other.text()).contains("The first is wrong. The second too.");
    }
}
