package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.server.api.OverSocket;
import org.lakeside.server.api.OverSocket.Reply;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A service with a real Rucio and real storages, and what tests ask of it.
abstract class ServiceOnLake {
    @TempDir
    Path home;

    Service service;
    OverSocket api;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        LakeUnderTest.noFaults();
        service = service(LakeUnderTest.variable("LAKE_RUCIO_URL"));
        api = new OverSocket(home.resolve("s"));
    }

    @AfterEach
    void stop() throws IOException, InterruptedException {
        service.close();
        LakeUnderTest.noFaults();
    }

    Service service(String rucio) {
        return service(rucio, "PT20S");
    }

    /// @param silence how long Rucio may say nothing
    Service service(String rucio, String silence) {
        return Service.start(
                home.resolve("s"),
                Map.of(
                        "HOME",
                        home.toString(),
                        "LAKESIDE_RUCIO_URL",
                        rucio,
                        "LAKESIDE_RUCIO_NAME",
                        "lake",
                        "LAKESIDE_RUCIO_LABEL",
                        "Little lake",
                        "LAKESIDE_RUCIO_TIMEOUT",
                        silence,
                        "LAKESIDE_CA_FILES",
                        LakeUnderTest.variable("LAKE_CA")));
    }
    /// `lake`, and behind the relay `slow`, which is waited for longer than any test.
    Service serviceOfTwo() throws IOException {
        var file = home.resolve("settings.yaml");
        Files.writeString(file, """
                rucio_timeout: PT60S
                instances:
                  lake: {label: Little lake, url: "%s"}
                  slow: {label: Slow lake, url: "%s"}
                """.formatted(
                        LakeUnderTest.variable("LAKE_RUCIO_URL"), LakeUnderTest.variable("LAKE_RUCIO_FLAKY_URL")));
        return Service.start(home.resolve("s"), Map.of("HOME", home.toString(), "LAKESIDE_SETTINGS", file.toString()));
    }

    void askInVain(String path) {
        try {
            api.get(path);
        } catch (IOException e) {
            // The service ends while this waits.
        }
    }

    static int relayedRequests() throws IOException, InterruptedException {
        return LakeUnderTest.relay("rucio").path("requests").asInt();
    }
    /// From now on by way of the relay that can misbehave.
    void overTheRelay() throws IOException {
        waitingForTheRelay("PT20S");
        logIn("alice");
    }

    /// The same for somebody who has logged in.
    void waitingForTheRelay(String silence) {
        service.close();
        service = service(LakeUnderTest.variable("LAKE_RUCIO_FLAKY_URL"), silence);
    }

    void logIn(String user) throws IOException {
        var reply = api.post("/instances/lake/login", credentials(user, "secret"));
        assertThat(reply.text()).contains("logged-in");
    }

    static String credentials(String user, String password) {
        return "{\"kind\": \"userpass\", \"username\": \"%s\", \"password\": \"%s\"}".formatted(user, password);
    }

    static String asked(String did) {
        return "{\"instance\": \"lake\", \"did\": \"%s\", \"mode\": \"auto\"}".formatted(did);
    }
    /// Downloads to the end, however it ends.
    JsonNode download(String did) throws IOException {
        var started = api.post("/downloads", asked(did));
        assertThat(started.status()).isIn(200, 202);
        var id = started.json().path("id").asString();
        return await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> api.get("/downloads/" + id).json(),
                        now -> now.path("ended").isString());
    }

    JsonNode handles(String did) throws IOException {
        return api.post("/handles", asked(did)).json();
    }

    String state(String did) throws IOException {
        var query = URLEncoder.encode(did, StandardCharsets.UTF_8);
        var states = api.get("/states?instance=lake&did=" + query).json().path("states");
        return states.path(did).path("state").asString("");
    }

    String keptToken() throws IOException {
        var kept = Files.readString(home.resolve(".local/state/lakeside/logins/lake.json"));
        return JsonMapper.shared().readTree(kept).path("token").asString();
    }

    static List<String> dids(Reply reply) {
        List<String> dids = new ArrayList<>();
        reply.json().path("rows").forEach(row -> dids.add(row.path("did").asString()));
        return dids;
    }

    static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }
}
