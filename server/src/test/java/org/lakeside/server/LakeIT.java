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
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lakeside.server.api.OverSocket;
import org.lakeside.server.api.OverSocket.Reply;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The whole service with a real Rucio and real storages: the main job, and what goes wrong on the way.
class LakeIT {
    private static final String HYY = "ATLAS_LAPP_JEZEQUEL:Hyy_Oct20";

    @TempDir
    Path home;

    private Service service;
    private OverSocket api;

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

    @Test
    void aDatasetIsFoundOpenedDownloadedAndHandedOut() throws IOException, InterruptedException {
        logIn("alice");
        assertThat(dids(api.get("/instances/lake/search?did=ATLAS_LAPP_JEZEQUEL:Hyy&type=dataset")))
                .containsExactly(HYY);
        var found = api.get("/instances/lake/did?did=" + HYY).json();
        assertThat(found.path("bytes").asLong()).isEqualTo(102445242);
        assertThat(found.path("files").asLong()).isEqualTo(6);
        assertThat(found.at("/here/state").asString()).isEqualTo("elsewhere");
        var children = dids(api.get("/instances/lake/children?did=" + HYY));
        assertThat(children).hasSize(6).isSorted();
        assertThat(handles(HYY).path("state").asString()).isEqualTo("incomplete");
        assertThat(handles(HYY).path("handles")).isEmpty();

        var done = download(HYY);

        assertThat(done.path("state").asString()).isEqualTo("done");
        var handles = handles(HYY);
        assertThat(handles.path("state").asString()).isEqualTo("ready");
        assertThat(handles.path("single").asBoolean()).isFalse();
        assertThat(handles.path("catalogue").path("host").asString())
                .isEqualTo(LakeUnderTest.variable("LAKE_RUCIO_URL").replace("http://", ""));
        var paths = texts(handles.path("handles"));
        assertThat(paths).hasSize(6).isSorted();
        for (int i = 0; i < 6; i++) {
            var original = Path.of(LakeUnderTest.lake("file", "OPEN", children.get(i)));
            assertThat(Path.of(paths.get(i))).hasSameBinaryContentAs(original);
        }
        assertThat(dids(api.get("/instances/lake/children?did=" + HYY)))
                .allSatisfy(did -> assertThat(state(did)).isEqualTo("here"));
        assertThat(api.get("/downloads").json().path("store").path("used").asLong())
                .isEqualTo(102445242);
    }

    @Test
    void oneFileIsHandedOutAlone() throws IOException {
        logIn("alice");

        download("user.alice:histogram.0.root");

        var handles = handles("user.alice:histogram.0.root");
        assertThat(handles.path("single").asBoolean()).isTrue();
        assertThat(handles.path("type").asString()).isEqualTo("FILE");
        assertThat(handles.path("handles")).hasSize(1);
    }

    @Test
    void whatIsHereIsHandedOutWhileRucioHangs() throws IOException, InterruptedException {
        overTheRelay();
        download("user.alice:first.dataset");
        LakeUnderTest.faults("rucio", "{\"hang\": true}");

        var began = System.nanoTime();
        assertThat(handles("user.alice:first.dataset").path("state").asString()).isEqualTo("ready");
        assertThat(handles("user.alice:histogram.0.root").path("state").asString())
                .isEqualTo("ready");
        assertThat(state("user.alice:first.dataset")).isEqualTo("here");
        assertThat(api.get("/instances").status()).isEqualTo(200);
        assertThat(api.get("/downloads").status()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void anEmptyDatasetIsSaidToBeEmpty() throws IOException {
        logIn("alice");

        var handles = handles("data:empty");

        assertThat(handles.path("state").asString()).isEqualTo("empty");
        assertThat(handles.path("handles").size()).isZero();
        assertThat(download("data:empty").path("state").asString()).isEqualTo("done");
    }

    @Test
    void aContainerGivesItsFilesHoweverDeepEachOnce() throws IOException {
        logIn("alice");

        download("data:overlap");

        var paths = texts(handles("data:overlap").path("handles"));
        assertThat(paths).isNotEmpty().doesNotHaveDuplicates();
        assertThat(handles("data:overlap").path("type").asString()).isEqualTo("CONTAINER");
    }

    @Test
    void namesWithBlanksSignsAndOtherLettersAreTakenAsTheyAre() throws IOException {
        logIn("alice");
        var children = dids(api.get("/instances/lake/children?did=odd:names"));

        var done = download("odd:names");

        assertThat(done.path("state").asString()).isEqualTo("done");
        assertThat(children).hasSizeGreaterThan(10);
        assertThat(texts(handles("odd:names").path("handles"))).hasSameSizeAs(children);
        for (var did : children) assertThat(state(did)).as(did).isEqualTo("here");
    }

    @Test
    void openDatasetsHaveTheirSizes() throws IOException {
        logIn("alice");

        var did = api.get("/instances/lake/did?did=data:open").json();

        assertThat(did.path("open").asBoolean()).isTrue();
        assertThat(did.path("bytes").isNumber()).isTrue();
    }

    @Test
    void replicasAreShownWithoutAddresses() throws IOException {
        logIn("alice");

        var reply = api.get("/instances/lake/replicas?did=ATLAS_LAPP_JEZEQUEL:data_A.GamGam.root");

        assertThat(reply.json().path("rows").path(0).path("replicas").findValuesAsString("rse"))
                .contains("OPEN", "SITE-A");
        assertThat(reply.text()).doesNotContain("://");
    }

    @Test
    void aWrongPasswordIsSaidSoAndKeepsNothing() throws IOException {
        var reply = api.post("/instances/lake/login", credentials("alice", "wrong-password"));

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.problem()).isEqualTo("wrong-credentials");
        assertThat(reply.text()).contains("Little lake").doesNotContain("wrong-password");
        assertThat(home.resolve(".local/state/lakeside/logins")).doesNotExist();
    }

    @Test
    void whoMayActForSeveralChoosesOne() throws IOException {
        var asked = api.post("/instances/lake/login", credentials("both", "secret"));
        assertThat(asked.status()).isEqualTo(409);
        assertThat(texts(asked.json().path("accounts"))).containsExactlyInAnyOrder("alice", "bob");

        var chosen = api.post(
                "/instances/lake/login",
                "{\"kind\": \"userpass\", \"username\": \"both\", \"password\": \"secret\", \"account\": \"bob\"}");

        assertThat(chosen.json().path("account").asString()).isEqualTo("bob");
        assertThat(chosen.json().path("identity").asString()).isEqualTo("both");
    }

    @Test
    void aDidThatDoesNotExistIsSaidSo() throws IOException {
        logIn("alice");

        for (var path : List.of("did", "children")) {
            var reply = api.get("/instances/lake/%s?did=user.alice:nothing.here".formatted(path));
            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.problem()).isEqualTo("did-not-found");
            assertThat(reply.text()).contains("There is no user.alice:nothing.here in the catalogue of Little lake.");
        }
        assertThat(download("user.alice:nothing.here")
                        .path("problem")
                        .path("type")
                        .asString())
                .isEqualTo("/problems/did-not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nocolon", ":name", "scope:", "a/b:c"})
    void whatIsNoDidIsSaidSo(String text) throws IOException {
        logIn("alice");

        assertThat(api.get("/instances/lake/did?did=" + text).problem()).isEqualTo("bad-did");
    }

    @Test
    void whatIsNotThereToAskIsSaidSo() throws IOException {
        assertThat(api.get("/instances/ocean/search?did=x").problem()).isEqualTo("no-such-instance");
        assertThat(api.get("/downloads/none").problem()).isEqualTo("no-such-download");
        assertThat(api.get("/instances/lake/search?did=x&limit=0").problem()).isEqualTo("bad-request");
        assertThat(api.get("/instances/lake/search?did=x&type=folder").problem())
                .isEqualTo("bad-request");
        assertThat(api.post("/handles", "nonsense").problem()).isEqualTo("bad-request");
        assertThat(api.post("/handles", "{}").problem()).isEqualTo("bad-request");
        assertThat(api.get("/instances/lake/search?did=x").problem()).isEqualTo("not-logged-in");
        assertThat(api.post("/downloads", asked(HYY)).problem()).isEqualTo("not-logged-in");
    }

    @Test
    void aFileWithoutReplicaFailsAloneAndLeavesNoHalfList() throws IOException {
        logIn("alice");

        var ended = download("data:partial");

        assertThat(ended.path("state").asString()).isEqualTo("failed");
        assertThat(ended.path("files").path("done").asInt()).isEqualTo(2);
        assertThat(ended.path("failures").path(0).path("problem").path("type").asString())
                .isEqualTo("/problems/no-replica");
        var handles = handles("data:partial");
        assertThat(handles.path("state").asString()).isEqualTo("incomplete");
        assertThat(handles.path("handles").size()).isZero();
        assertThat(handles.path("missing").asInt()).isEqualTo(1);
    }

    @Test
    void aWrongChecksumIsNeverHandedOut() throws IOException {
        logIn("alice");

        var ended = download("data:badsum");

        assertThat(ended.path("state").asString()).isEqualTo("failed");
        assertThat(ended.path("failures").path(0).path("problem").path("type").asString())
                .isEqualTo("/problems/checksum-mismatch");
        assertThat(handles("data:badsum").path("handles")).isEmpty();
    }

    @Test
    void aTokenThatRucioNoLongerTakesIsReplacedWithoutAWord() throws IOException, InterruptedException {
        logIn("alice");
        LakeUnderTest.lake("expire", keptToken());

        assertThat(api.get("/instances/lake/search?did=user.alice:").status()).isEqualTo(200);
    }

    @Test
    void afterARestartTheLoginGoesOnAndWhenItEndsItSaysSo() throws IOException, InterruptedException {
        logIn("alice");
        service.close();
        service = service(LakeUnderTest.variable("LAKE_RUCIO_URL"));

        assertThat(api.get("/instances").json().at("/instances/0/login/source").asString())
                .isEqualTo("kept token");
        assertThat(api.get("/instances/lake/search?did=user.alice:").status()).isEqualTo(200);
        LakeUnderTest.lake("expire", keptToken());

        var reply = api.get("/instances/lake/search?did=user.alice:");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.problem()).isEqualTo("login-expired");
        assertThat(api.get("/instances").json().at("/instances/0/login/state").asString())
                .isEqualTo("logged-out");
    }

    @Test
    void loggingOutForgetsTheToken() throws IOException {
        logIn("alice");

        assertThat(api.delete("/instances/lake/login").json().path("state").asString())
                .isEqualTo("logged-out");

        assertThat(home.resolve(".local/state/lakeside/logins/lake.json")).doesNotExist();
        assertThat(api.get("/instances/lake/search?did=x").problem()).isEqualTo("not-logged-in");
    }

    @Test
    void rucioThatIsAwayIsSaidSoInOneSentence() throws IOException, InterruptedException {
        overTheRelay();
        LakeUnderTest.faults("rucio", "{\"refuse\": true}");

        var reply = api.get("/instances/lake/search?did=user.alice:");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("Retry-After")).isPresent();
        assertThat(reply.json().path("detail").asString())
                .isEqualTo("Little lake does not answer (connection refused at %s)."
                        .formatted(LakeUnderTest.variable("LAKE_RUCIO_FLAKY_URL")));
    }

    @Test
    void rucioThatHangsIsSaidSoWithTheSecondsWaited() throws IOException, InterruptedException {
        overTheRelay();
        LakeUnderTest.faults("rucio", "{\"hang\": true}");

        var reply = api.get("/instances/lake/search?did=user.alice:");

        assertThat(reply.problem()).isEqualTo("rucio-unavailable");
        assertThat(reply.json().path("detail").asString()).contains("nothing came from", "within 2 s");
    }

    @Test
    void aHungInstanceKeepsNoOtherWaiting() throws Exception {
        service.close();
        service = serviceOfTwo();
        api.post("/instances/slow/login", credentials("alice", "secret"));
        logIn("alice");
        LakeUnderTest.faults("rucio", "{\"hang\": true}");

        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 30; i++) callers.execute(() -> askInVain("/instances/slow/search?did=user.alice:"));
            await().until(() -> relayedRequests() >= 8);

            var began = System.nanoTime();
            assertThat(api.get("/instances/lake/search?did=user.alice:").status())
                    .isEqualTo(200);
            assertThat(api.get("/downloads").status()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
            service.close();
        }
    }

    @Test
    void whoLeavesDoesNotKeepRucioBusy() throws Exception {
        service.close();
        service = serviceOfTwo();
        api.post("/instances/slow/login", credentials("alice", "secret"));
        LakeUnderTest.faults("rucio", "{\"hang\": true}");

        for (int i = 0; i < 12; i++) { // more than there are turns
            int before = relayedRequests();
            api.askAndLeave("/instances/slow/search?did=user.alice:", () -> relayedRequests() > before);
        }
        LakeUnderTest.noFaults();

        assertThat(api.get("/instances/slow/search?did=user.alice:").status()).isEqualTo(200);
    }

    @Test
    void aLoginPageInPlaceOfRucioIsSaidSo() throws IOException, InterruptedException {
        overTheRelay();
        LakeUnderTest.faults("rucio", "{\"login_page\": true}");

        var reply = api.get("/instances/lake/search?did=user.alice:");

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.problem()).isEqualTo("rucio-not-rucio");
    }

    private Service service(String rucio) {
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
                        "PT2S",
                        "LAKESIDE_CA_FILES",
                        LakeUnderTest.variable("LAKE_CA")));
    }

    /// `lake`, and behind the relay `slow`, which is waited for longer than any test.
    private Service serviceOfTwo() throws IOException {
        var file = home.resolve("settings.yaml");
        Files.writeString(file, """
                rucio_timeout: PT20S
                instances:
                  lake: {label: Little lake, url: "%s"}
                  slow: {label: Slow lake, url: "%s"}
                """.formatted(
                        LakeUnderTest.variable("LAKE_RUCIO_URL"), LakeUnderTest.variable("LAKE_RUCIO_FLAKY_URL")));
        return Service.start(home.resolve("s"), Map.of("HOME", home.toString(), "LAKESIDE_SETTINGS", file.toString()));
    }

    private void askInVain(String path) {
        try {
            api.get(path);
        } catch (IOException e) {
            // The service ends while this waits.
        }
    }

    private static int relayedRequests() throws IOException, InterruptedException {
        return LakeUnderTest.relay("rucio").path("requests").asInt();
    }

    /// From now on by way of the relay that can misbehave.
    private void overTheRelay() throws IOException {
        service.close();
        service = service(LakeUnderTest.variable("LAKE_RUCIO_FLAKY_URL"));
        logIn("alice");
    }

    private void logIn(String user) throws IOException {
        var reply = api.post("/instances/lake/login", credentials(user, "secret"));
        assertThat(reply.text()).contains("logged-in");
    }

    private static String credentials(String user, String password) {
        return "{\"kind\": \"userpass\", \"username\": \"%s\", \"password\": \"%s\"}".formatted(user, password);
    }

    private static String asked(String did) {
        return "{\"instance\": \"lake\", \"did\": \"%s\", \"mode\": \"auto\"}".formatted(did);
    }

    /// Downloads to the end, however it ends.
    private JsonNode download(String did) throws IOException {
        var started = api.post("/downloads", asked(did));
        assertThat(started.status()).isIn(200, 202);
        var id = started.json().path("id").asString();
        return await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> api.get("/downloads/" + id).json(),
                        now -> now.path("ended").isString());
    }

    private JsonNode handles(String did) throws IOException {
        return api.post("/handles", asked(did)).json();
    }

    private String state(String did) throws IOException {
        var query = URLEncoder.encode(did, StandardCharsets.UTF_8);
        var states = api.get("/states?instance=lake&did=" + query).json().path("states");
        return states.path(did).path("state").asString("");
    }

    private String keptToken() throws IOException {
        var kept = Files.readString(home.resolve(".local/state/lakeside/logins/lake.json"));
        return JsonMapper.shared().readTree(kept).path("token").asString();
    }

    private static List<String> dids(Reply reply) {
        List<String> dids = new ArrayList<>();
        reply.json().path("rows").forEach(row -> dids.add(row.path("did").asString()));
        return dids;
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }
}
