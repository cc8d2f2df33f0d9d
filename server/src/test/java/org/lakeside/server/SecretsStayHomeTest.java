package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lakeside.server.api.OverSocket.Header;

/// A server that repeats every secret it was shown, wherever a failure can come from; and no answer, no log line and
/// no readable file of ours repeats it again.
class SecretsStayHomeTest extends ServiceWithPlayedRucio {
    private static final String PASSWORD = "correct-horse-battery";
    private static final String TOKEN = "alice-alice-unknown-0123456789abcdef";
    private static final String COOKIE = "jupyter-cookie-0123456789";

    private final List<String> said = Collections.synchronizedList(new ArrayList<>());
    private final LogEar ear = new LogEar(said);

    /// How a server may repeat what it was shown.
    enum Indiscretion {
        MESSAGE,
        HTML,
        GARBAGE,
        REDIRECT,
        UNFORESEEN,
        CLASS_NAME
    }

    private volatile Indiscretion indiscretion = Indiscretion.MESSAGE;
    private volatile boolean lettingIn = true;

    SecretsStayHomeTest() {
        super(Duration.ofSeconds(10));
    }

    @AfterEach
    void hearNoMore() {
        ear.close();
    }

    @ParameterizedTest
    @EnumSource
    void noAnswerAndNoLogLineHoldsPasswordTokenOrCookie(Indiscretion how) throws IOException {
        logIn();
        indiscretion = how;
        lettingIn = false;

        for (var path : List.of(
                "/instances/lake/search?did=user:x",
                "/instances/lake/search?did=x",
                "/instances/lake/did?did=user:x",
                "/instances/lake/children?did=user:x",
                "/instances/lake/replicas?did=user:x",
                "/instances",
                "/downloads",
                "/nowhere?token=" + TOKEN)) {
            said.add(api.send("GET", path, List.of(new Header("Cookie", COOKIE)), "")
                    .text());
        }
        said.add(api.post("/handles", "{\"instance\": \"lake\", \"did\": \"user:x\"}")
                .text());
        logIn();
        said.add(api.post(
                        "/instances/lake/login", "{\"kind\": \"userpass\", \"password\": \"" + PASSWORD + "\" nonsense")
                .text());

        assertThat(said)
                .isNotEmpty()
                .noneMatch(line -> line.contains(PASSWORD) || line.contains(TOKEN) || line.contains(COOKIE));
    }

    @Test
    void thePasswordIsInNoFileAndTheTokenInOneOnlyItsUserCanRead() throws Exception {
        logIn();
        stop();

        try (var files = Files.walk(home)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var content = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertThat(content).as("%s", file).doesNotContain(PASSWORD);
                if (!file.endsWith("logins/lake.json"))
                    assertThat(content).as("%s", file).doesNotContain(TOKEN);
            }
        }
    }

    private void logIn() throws IOException {
        said.add(api.post(
                        "/instances/lake/login",
                        "{\"kind\": \"userpass\", \"username\": \"alice\", \"password\": \"%s\"}".formatted(PASSWORD))
                .text());
    }

    @Override
    MockResponse answer(RecordedRequest request) {
        if (lettingIn) return RucioSays.welcome("alice", TOKEN);
        var secrets = "password %s token %s".formatted(PASSWORD, TOKEN);
        return switch (indiscretion) {
            case MESSAGE -> RucioSays.no(401, "AccessDenied", secrets);
            case UNFORESEEN -> RucioSays.no(500, "RucioException", secrets);
            case CLASS_NAME -> RucioSays.no(400, "Bad" + TOKEN, secrets);
            case HTML ->
                new MockResponse.Builder()
                        .addHeader("Content-Type", "text/html")
                        .body("<html><title>%1$s</title>%1$s</html>".formatted(secrets))
                        .build();
            case GARBAGE -> new MockResponse.Builder().body(secrets).build();
            case REDIRECT ->
                new MockResponse.Builder()
                        .code(302)
                        .addHeader("Location", "http://127.0.0.1/login?next=%s&password=%s".formatted(TOKEN, PASSWORD))
                        .build();
        };
    }
}
