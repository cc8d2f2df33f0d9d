package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.server.api.OverSocket;
import tools.jackson.databind.JsonNode;

/// What a real Rucio shows to everybody, for somebody who never logs in.
class OpenDataIT {
    @TempDir
    Path home;

    private Service service;
    private OverSocket api;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        LakeUnderTest.noFaults();
        publish("opendata/run1.aod");
        service = Service.start(
                home.resolve("s"),
                Map.of(
                        "HOME",
                        home.toString(),
                        "LAKESIDE_RUCIO_URL",
                        LakeUnderTest.variable("LAKE_RUCIO_URL"),
                        "LAKESIDE_RUCIO_NAME",
                        "open",
                        "LAKESIDE_RUCIO_LABEL",
                        "Open lake",
                        "LAKESIDE_RUCIO_KIND",
                        "opendata",
                        "LAKESIDE_CA_FILES",
                        LakeUnderTest.variable("LAKE_CA")));
        api = new OverSocket(home.resolve("s"));
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void aPublicDatasetIsFoundOpenedDownloadedAndHandedOutWithoutALogin() throws IOException, InterruptedException {
        assertThat(ServiceOnLake.dids(api.get("/instances/open/search?did=opendata:run1.a")))
                .containsExactly("opendata:run1.aod");
        assertThat(ServiceOnLake.dids(api.get("/instances/open/search?did=un1")))
                .contains("opendata:run1.aod");
        assertThat(ServiceOnLake.dids(api.get("/instances/open/search?did=data:multi")))
                .isEmpty();
        var found = api.get("/instances/open/did?did=opendata:run1.aod").json();
        assertThat(found.path("type").asString()).isEqualTo("DATASET");
        assertThat(found.path("files").asInt()).isEqualTo(5);
        assertThat(found.path("bytes").asLong()).isEqualTo(100010);
        assertThat(ServiceOnLake.dids(api.get("/instances/open/children?did=opendata:run1.aod")))
                .containsExactly(
                        "opendata:run1/aod.0000.bin",
                        "opendata:run1/aod.0001.bin",
                        "opendata:run1/aod.0002.bin",
                        "opendata:run1/aod.0003.bin",
                        "opendata:run1/aod.0004.bin");
        assertThat(api.get("/instances/open/replicas?did=opendata:run1/aod.0000.bin")
                        .json()
                        .at("/rows/0/replicas"))
                .isNotEmpty();

        var done = download("opendata:run1.aod");

        assertThat(done.path("state").asString()).as(done.toString()).isEqualTo("done");
        var handles = api.post("/handles", "{\"instance\": \"open\", \"did\": \"opendata:run1.aod\"}")
                .json();
        assertThat(handles.path("state").asString()).isEqualTo("ready");
        var paths = ServiceOnLake.texts(handles.path("handles"));
        assertThat(paths).hasSize(5);
        assertThat(Path.of(paths.getFirst()))
                .hasSameBinaryContentAs(Path.of(LakeUnderTest.lake("file", "OPEN", "opendata:run1/aod.0000.bin")));
    }

    @Test
    void oneFileOfADatasetThatWasLookedIntoIsDownloadedAlone() throws IOException {
        assertThat(api.get("/instances/open/children?did=opendata:run1.aod").status())
                .isEqualTo(200);

        assertThat(download("opendata:run1/aod.0003.bin").path("state").asString())
                .isEqualTo("done");

        assertThat(Files.exists(home.resolve(".local/share/lakeside/open/opendata/run1%2Faod.0003.bin")))
                .isTrue();
    }

    @Test
    void nobodyLogsInAndWhatIsNotPublicIsSaidSo() throws IOException {
        var instance = api.get("/instances").json().at("/instances/0");
        assertThat(instance.path("kind").asString()).isEqualTo("opendata");
        assertThat(instance.path("logins")).isEmpty();
        assertThat(instance.at("/login/state").asString()).isEqualTo("open");

        var login = api.post("/instances/open/login", ServiceOnLake.credentials("alice", "secret"));
        var hidden = api.get("/instances/open/did?did=data:multi");

        assertThat(login.problem()).isEqualTo("bad-request");
        assertThat(login.text()).contains("Open lake is open to everybody");
        assertThat(hidden.problem()).isEqualTo("did-not-found");
        assertThat(hidden.json().path("detail").asString())
                .isEqualTo("data:multi is not among the open data of Open lake.");
        assertThat(download("data:multi").path("problem").path("type").asString())
                .isEqualTo("/problems/did-not-found");
    }

    @Test
    void whatIsPublishedAboutItAndWhereItLiesIsSaid() throws IOException {
        var entries =
                api.get("/instances/open/metadata?did=opendata:run1.aod").json().path("entries");
        var rses = api.get("/instances/open/rses?did=opendata:run1.aod").json().path("rows");

        assertThat(entries).extracting(one -> one.path("key").asString()).contains("created_at", "doi");
        assertThat(rses)
                .extracting(row ->
                        row.path("rse").asString() + " " + row.path("state").asString())
                .containsExactlyInAnyOrder("127.0.0.1 complete", "localhost complete");
        assertThat(api.get("/instances/open/parents?did=opendata:run1.aod")
                        .json()
                        .path("rows"))
                .isEmpty();
        assertThat(api.get("/instances/open/rules?did=opendata:run1.aod").json().path("rows"))
                .isEmpty();
    }

    private JsonNode download(String did) throws IOException {
        var started = api.post("/downloads", "{\"instance\": \"open\", \"did\": \"%s\"}".formatted(did));
        var id = started.json().path("id").asString();
        return await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> api.get("/downloads/" + id).json(),
                        now -> now.path("ended").isString());
    }

    /// As the operators do, unless they have.
    private static void publish(String did) throws IOException, InterruptedException {
        var token = LakeUnderTest.lake("token", "root");
        try (var http = HttpClient.newHttpClient()) {
            for (var step : new String[][] {
                {"POST", "{}"}, {"PUT", "{\"state\": \"public\", \"doi\": \"10.5072/lakeside.aod\"}"}
            }) {
                var answer = http.send(
                        HttpRequest.newBuilder(
                                        URI.create(LakeUnderTest.variable("LAKE_RUCIO_URL") + "/opendata/dids/" + did))
                                .header("X-Rucio-Auth-Token", token)
                                .method(step[0], HttpRequest.BodyPublishers.ofString(step[1]))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201, 409);
            }
        }
    }
}
