package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.server.api.OverSocket;

/// Lists of files on their way from Rucio into the index, in the service as it runs.
class FileListsTest {
    private static final int MANY = 100_000;
    /// What the service itself takes, and little more: the list takes 20 MB as text, as objects several times that.
    private static final String LITTLE_MEMORY = "-Xmx28m";

    @TempDir
    Path home;

    private final MockWebServer rucio = new MockWebServer();
    private final Map<String, Buffer> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws IOException {
        rucio.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return answer(Objects.requireNonNull(request.getUrl()).encodedPath());
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
    void oneThatIsLargerThanTheMemoryIsTakenDown() throws Exception {
        var list = new Buffer();
        for (int i = 0; i < MANY; i++)
            list.writeUtf8(file("%s.%06d.root".formatted("x".repeat(80), i), "1", "\"00620062\"") + "\n");
        answers.put("/dids/user/large/status", new Buffer().writeUtf8(collection("large", "DATASET")));
        answers.put("/dids/user/large/dids", list);
        try (var service = service(Map.of("_JAVA_OPTIONS", LITTLE_MEMORY))) {
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
            assertThat(ended.path("files").path("total").asInt()).isEqualTo(MANY);
        }
    }

    @Test
    void aFileWhoseSizeNobodyKnowsIsNotTakenForAnEmptyOne() throws Exception {
        answers.put("/dids/user/set/status", new Buffer().writeUtf8(collection("set", "DATASET")));
        answers.put("/dids/user/set/dids", new Buffer().writeUtf8(file("f", "null", "\"00620062\"") + "\n"));
        try (var service = service(Map.of())) {
            var handles = handles(service, "user:set");

            assertThat(handles.status()).isEqualTo(409);
            assertThat(handles.text()).contains("The catalogue does not say how many bytes user:f has.");
        }
    }

    @Test
    void aFileOfAContainerWithoutAdler32IsAskedForItsMd5() throws Exception {
        answers.put("/dids/user/box/status", new Buffer().writeUtf8(collection("box", "CONTAINER")));
        answers.put(
                "/dids/user/box/files",
                new Buffer().writeUtf8(file("f", "1", "\"00620062\"") + "\n" + file("g", "1", "null") + "\n"));
        answers.put(
                "/dids/user/g/status",
                new Buffer()
                        .writeUtf8(file("g", "1", "null")
                                .replace("\"md5\": null", "\"md5\": \"%s\"".formatted("a".repeat(32)))));
        try (var service = service(Map.of())) {
            assertThat(handles(service, "user:box").json().path("missing").asInt())
                    .isEqualTo(2);

            assertThat(asked).containsOnlyOnce("/dids/user/g/status").doesNotContain("/dids/user/f/status");
        }
    }

    private MockResponse answer(String path) {
        asked.add(path);
        Buffer answer = answers.get(path);
        if (answer == null) return new MockResponse.Builder().code(403).build();
        String type = path.endsWith("/status") ? "application/json" : "application/x-json-stream";
        return new MockResponse.Builder()
                .setHeader("Content-Type", type)
                .body(answer.clone())
                .build();
    }

    private static String file(String name, String bytes, String adler32) {
        return """
                {"scope": "user", "name": "%s", "type": "FILE", "bytes": %s, "length": 1, "adler32": %s, "md5": null}\
                """.formatted(name, bytes, adler32);
    }

    private static String collection(String name, String type) {
        return """
                {"scope": "user", "name": "%s", "type": "%s", "account": "alice", "open": false, "bytes": 2,
                 "length": 2}""".formatted(name, type);
    }

    private static OverSocket.Reply handles(ServiceProcess service, String did) throws Exception {
        return service.api().post("/handles", "{\"instance\": \"lake\", \"did\": \"%s\"}".formatted(did));
    }

    private ServiceProcess service(Map<String, String> more) throws IOException {
        var settings = new HashMap<>(more);
        settings.put("LAKESIDE_RUCIO_URL", url());
        settings.put("LAKESIDE_RUCIO_NAME", "lake");
        return ServiceProcess.start(home, "s", settings).ready();
    }

    private String url() {
        return "http://127.0.0.1:" + rucio.getPort();
    }
}
