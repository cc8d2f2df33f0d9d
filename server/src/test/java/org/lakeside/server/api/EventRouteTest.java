package org.lakeside.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lakeside.server.lake.identity.Login.LoggedOut;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The stream, with shorter times than the real ones, on a port that the system picks.
class EventRouteTest {
    private final Events events = new Events(Clock.systemUTC());
    private final OkHttpClient http = new OkHttpClient();
    private Javalin server;

    @BeforeEach
    void start() {
        var route = new EventRoute(Duration.ofMillis(200), Duration.ofSeconds(1));
        server = Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    config.jetty.host = "127.0.0.1";
                    config.jetty.port = 0;
                    config.routes.get("/events", context -> route.stream(context, events));
                })
                .start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void aStreamBeginsWithASignGivesMoreWhileNothingHappensAndEndsWithItsEnd() throws IOException {
        var lines = lines("");

        assertThat(types(lines)).startsWith("alive", "alive").endsWith("end");
        assertThat(lines)
                .allSatisfy(line -> assertThat(line.path("id").asLong()).isEqualTo(events.lastId()));
    }

    @Test
    void whatHappensComesAtOnce() throws IOException {
        try (var answer = open("");
                var lines = reader(answer)) {
            assertThat(lines.readLine()).contains("alive");
            events.publish("lake", new LoggedOut());

            var next = lines.readLine();

            assertThat(next).contains("\"type\":\"login\"", "\"instance\":\"lake\"", "logged-out");
            assertThat(answer.header("Content-Type")).startsWith("application/x-ndjson");
        }
    }

    @Test
    void whoComesBackGetsWhatHappenedMeanwhileBeforeTheSign() throws IOException {
        long id = events.lastId();
        events.publish("lake", new LoggedOut());

        assertThat(types(lines("?after=" + id))).startsWith("login", "alive");
    }

    @Test
    void whoKnowsOnlyThePastIsToldFirst() throws IOException {
        assertThat(types(lines("?after=17"))).startsWith("reset", "alive");
    }

    @Test
    void aReaderWhoDoesNotReadKeepsNobodyWaiting() throws IOException {
        try (var lazy = new Socket()) {
            lazy.setReceiveBufferSize(1024);
            lazy.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
            lazy.getOutputStream()
                    .write("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            var account = "x".repeat(10_000);
            try (var answer = open("");
                    var lines = reader(answer)) {
                assertThat(lines.readLine()).contains("alive");
                for (int i = 0; i < 2000; i++) events.publish(account + i, new LoggedOut());

                assertThat(lines.readLine()).contains("login");
            }
        }
    }

    private List<JsonNode> lines(String query) throws IOException {
        try (var answer = open(query);
                var lines = reader(answer)) {
            return lines.lines().map(JsonMapper.shared()::readTree).collect(Collectors.toList());
        }
    }

    private Response open(String query) throws IOException {
        var url = URI.create("http://127.0.0.1:%d/events%s".formatted(server.port(), query));
        return http.newCall(new Request.Builder().url(url.toString()).build()).execute();
    }

    private static BufferedReader reader(Response answer) {
        return new BufferedReader(new InputStreamReader(answer.body().byteStream(), StandardCharsets.UTF_8));
    }

    private static List<String> types(List<JsonNode> lines) {
        return lines.stream().map(line -> line.path("type").asString()).toList();
    }
}
