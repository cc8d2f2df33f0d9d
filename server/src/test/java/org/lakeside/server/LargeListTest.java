package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A dataset whose list of files is larger than the service's memory, as it comes from Rucio.
class LargeListTest {
    private static final int FILES = 100_000;
    /// What the service itself takes, and little more: the list takes 20 MB as text, as objects several times that.
    private static final String LITTLE_MEMORY = "-Xmx28m";

    @TempDir
    Path home;

    private final MockWebServer rucio = new MockWebServer();

    @BeforeEach
    void start() throws IOException {
        var list = new Buffer();
        for (int i = 0; i < FILES; i++) list.writeUtf8("""
                    {"scope": "user", "name": "%s.%06d.root", "type": "FILE", "bytes": 1, "adler32": "00620062", "md5": null}
                    """.formatted("x".repeat(80), i));
        rucio.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                String path = Objects.requireNonNull(request.getUrl()).encodedPath();
                if (path.contains("/replicas"))
                    return new MockResponse.Builder().code(403).build();
                if (path.endsWith("/dids"))
                    return new MockResponse.Builder()
                            .setHeader("Content-Type", "application/x-json-stream")
                            .body(list.clone())
                            .build();
                return new MockResponse.Builder()
                        .setHeader("Content-Type", "application/json")
                        .body("""
                                {"scope": "user", "name": "large", "type": "DATASET", "account": "alice",
                                 "open": false, "bytes": %1$d, "length": %1$d}""".formatted(FILES))
                        .build();
            }
        });
        rucio.start();
        var logins = Files.createDirectories(home.resolve(".local/state/lakeside/logins"));
        Files.writeString(logins.resolve("lake.json"), """
                {"url": "%s", "token": "a-kept-token", "account": "alice", "identity": "alice",
                 "expires": "2099-01-01T00:00:00Z"}""".formatted(url()));
    }

    @AfterEach
    void stop() {
        rucio.close();
    }

    @Test
    void itIsTakenDownInLittleMemory() throws Exception {
        var settings =
                Map.of("LAKESIDE_RUCIO_URL", url(), "LAKESIDE_RUCIO_NAME", "lake", "_JAVA_OPTIONS", LITTLE_MEMORY);
        try (var service = ServiceProcess.start(home, "s", settings).ready()) {
            var id = service.api()
                    .post("/downloads", "{\"instance\": \"lake\", \"did\": \"user:large\"}")
                    .json()
                    .path("id")
                    .asString();
            var ended = await().atMost(Duration.ofMinutes(2))
                    .until(
                            () -> service.api().get("/downloads/" + id).json(),
                            download -> !download.path("state").asString().matches("queued|listing|running"));

            assertThat(service.log()).doesNotContain("OutOfMemory");
            assertThat(ended.path("files").path("total").asInt()).isEqualTo(FILES);
        }
    }

    private String url() {
        return "http://127.0.0.1:" + rucio.getPort();
    }
}
