package org.lakeside.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lakeside.server.lake.identity.Login.LoggedOut;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The stream, on a port that the system picks: one that ends late and gives no more signs, one that gives signs often,
/// one that ends soon.
class EventRouteTest {
    private final Events events = new Events(Clock.systemUTC());
    private final OkHttpClient http = new OkHttpClient.Builder()
            .readTimeout(Duration.ofSeconds(30)) // far shorter than the streams that end late
            .build();
    private Javalin server;

    @BeforeEach
    void start() {
        var late = Duration.ofMinutes(2);
        var quiet = new EventRoute(late, late);
        var lively = new EventRoute(Duration.ofMillis(50), late);
        var brief = new EventRoute(late, Duration.ofSeconds(1));
        server = Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    config.jetty.host = "127.0.0.1";
                    config.jetty.port = 0;
                    config.routes.get("/events", context -> quiet.stream(context, events));
                    config.routes.get("/lively", context -> lively.stream(context, events));
                    config.routes.get("/brief", context -> brief.stream(context, events));
                })
                .start();
    }

    @AfterEach
    void stop() {
        events.close();
        server.stop();
    }

    @Test
    void aStreamBeginsWithASignAndGivesMoreWhileNothingHappens() throws IOException {
        assertThat(first(3, "/lively")).containsExactly("alive", "alive", "alive");
    }

    @Test
    void aStreamEndsWithItsEnd() throws IOException {
        try (var answer = open("/brief");
                var lines = reader(answer)) {
            var all = lines.lines().map(JsonMapper.shared()::readTree).toList();

            assertThat(types(all)).startsWith("alive").endsWith("end");
            assertThat(all)
                    .allSatisfy(line -> assertThat(line.path("id").asLong()).isEqualTo(events.lastId()));
        }
    }

    @Test
    void whatHappensComesAtOnce() throws IOException {
        try (var answer = open("/events");
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

        assertThat(first(2, "/events?after=" + id)).containsExactly("login", "alive");
    }

    @Test
    void whoKnowsOnlyThePastIsToldFirst() throws IOException {
        assertThat(first(2, "/events?after=17")).containsExactly("reset", "alive");
    }

    @Test
    void aReaderWhoDoesNotReadKeepsNobodyWaiting() throws IOException {
        try (var lazy = new Socket()) {
            lazy.setReceiveBufferSize(1024);
            lazy.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
            lazy.getOutputStream()
                    .write("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            var account = "x".repeat(10_000);
            try (var answer = open("/events");
                    var lines = reader(answer)) {
                assertThat(lines.readLine()).contains("alive");
                for (int i = 0; i < 2000; i++) events.publish(account + i, new LoggedOut());

                assertThat(lines.readLine()).containsAnyOf("login", "reset"); // as soon as it gets to it
            }
        }
    }

    /// The types of the first lines of a stream, which is then left.
    private List<String> first(int count, String path) throws IOException {
        try (var answer = open(path);
                var lines = reader(answer)) {
            return types(lines.lines()
                    .limit(count)
                    .map(JsonMapper.shared()::readTree)
                    .toList());
        }
    }

    private Response open(String path) throws IOException {
        var url = "http://127.0.0.1:%d%s".formatted(server.port(), path);
        return http.newCall(new Request.Builder().url(url).build()).execute();
    }

    private static BufferedReader reader(Response answer) {
        return new BufferedReader(new InputStreamReader(answer.body().byteStream(), StandardCharsets.UTF_8));
    }

    private static List<String> types(List<JsonNode> lines) {
        return lines.stream().map(line -> line.path("type").asString()).toList();
    }
}
