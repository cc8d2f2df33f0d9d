package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What storages have: of datasets that no rule was ever made for, so that Rucio has to count, and of files.
class SharesTest extends ServiceWithPlayedRucio {
    private static final JsonMapper JSON = new JsonMapper();
    private static final MockResponse HANGING = new MockResponse.Builder()
            .onResponseStart(SocketEffect.Stall.INSTANCE)
            .build();

    /// The datasets in the container `s:all`.
    private final Map<String, Dataset> datasets = new ConcurrentSkipListMap<>();

    /// What Rucio says when it is asked for suspicious replicas.
    private volatile MockResponse suspicious = rows(List.of());

    private final Set<String> counted = ConcurrentHashMap.newKeySet();

    /// @param files of it; empty when it is open, which Rucio does not add up
    /// @param onX what the RSE X has of them; empty when nobody has any
    /// @param count what Rucio does when it is asked to count
    private record Dataset(Optional<Integer> files, Optional<Integer> onX, Count count) {
        static Dataset of(int files, int onX) {
            return new Dataset(Optional.of(files), Optional.of(onX), Count.GIVES);
        }
    }

    private enum Count {
        GIVES,
        REFUSES,
        HANGS
    }

    SharesTest() {
        super(Duration.ofMinutes(5));
    }

    @BeforeEach
    void logIn() throws IOException {
        logInAsJdoe();
    }

    @Test
    void allOfAContainerIsCompleteWhereAllOfItsDatasetsAre() throws IOException {
        datasets.put("a", Dataset.of(3, 3));
        datasets.put("b", Dataset.of(2, 2));
        datasets.put("empty", new Dataset(Optional.of(0), Optional.empty(), Count.GIVES));

        assertThat(rses("s:all")).containsExactly("X 5/5 complete");
    }

    @Test
    void aDatasetThatNobodyHasIsMissingEverywhere() throws IOException {
        datasets.put("a", Dataset.of(3, 3));
        datasets.put("nowhere", new Dataset(Optional.of(4), Optional.empty(), Count.GIVES));

        assertThat(rses("s:all")).containsExactly("X 3/7 partial");
    }

    @Test
    void howMuchNobodyHasOfAnOpenDatasetIsNotKnown() throws IOException {
        datasets.put("a", Dataset.of(3, 3));
        datasets.put("open", new Dataset(Optional.empty(), Optional.empty(), Count.GIVES));

        assertThat(rses("s:all")).containsExactly("X 3/3 partial", "and more");
    }

    @Test
    void ofMoreDatasetsThanAreCountedNothingIsCalledComplete() throws IOException {
        IntStream.range(0, 100).forEach(number -> datasets.put("ds" + number, Dataset.of(2, 2)));

        assertThat(rses("s:all")).containsExactly("X 40/40 partial", "and more");
        assertThat(counted).hasSize(20);
    }

    @Test
    void aCountThatFailsTakesNothingFromTheOthers() throws IOException {
        datasets.put("a", Dataset.of(3, 3));
        datasets.put("b", new Dataset(Optional.of(1), Optional.empty(), Count.REFUSES));

        assertThat(rses("s:all")).containsExactly("X 3/3 partial", "and more");
        soon("s:a available", "s:b unknown");
    }

    @Test
    void whereNothingIsKnownBecauseOfAFailureItIsSaid() throws IOException {
        datasets.put("b", new Dataset(Optional.of(1), Optional.empty(), Count.REFUSES));

        assertThat(api.get("/instances/lake/rses?did=s:all").problem()).isEqualTo("not-permitted");
        assertThat(api.post("/instances/lake/states", "{\"dids\": [\"s:b\"]}").problem())
                .isEqualTo("not-permitted");
    }

    /// Otherwise this takes as long as the service waits for Rucio, minutes here.
    @Test
    void rowsInSightDoNotWaitForACountThatIsSlow() throws IOException {
        datasets.put("a", Dataset.of(3, 3));
        datasets.put("b", new Dataset(Optional.of(1), Optional.empty(), Count.HANGS));

        soon("s:a available", "s:b unknown");
        soon("s:a available", "s:b unknown"); // nor is Rucio called silent for it
    }

    @Test
    void aReplicaThatSomebodyFoundSuspiciousIsSaidToBe() throws IOException {
        suspicious = new MockResponse.Builder()
                .body("[{\"scope\": \"s\", \"name\": \"file\", \"rse\": \"X\", \"cnt\": 2},"
                        + " {\"scope\": \"s\", \"name\": \"other\", \"rse\": \"Y\", \"cnt\": 1},"
                        + " {\"scope\": \"s\", \"name\": \"file\", \"rse\": \"Z\", \"cnt\": 1}]")
                .build();

        assertThat(rses("s:file")).containsExactly("X 1/1 suspicious", "Y 1/1 complete", "Z 0/1 bad");
    }

    @Test
    void whereSuspiciousReplicasAreNotToldTheOthersAreSaidAllTheSame() throws IOException {
        for (var answer : List.of(
                RucioSays.no(401, "AccessDenied", "Account jdoe can not."),
                new MockResponse.Builder().code(404).build(),
                HANGING)) {
            suspicious = answer;

            assertThat(rses("s:file")).containsExactly("X 1/1 complete", "Y 1/1 complete", "Z 0/1 bad");
        }
    }

    /// On a busy machine a count that is not slow may be, too.
    private void soon(String... expected) {
        await().atMost(Duration.ofSeconds(50))
                .untilAsserted(() -> assertThat(states("s:a", "s:b")).containsExactly(expected));
    }

    private List<String> states(String... dids) throws IOException {
        var reply = api.post("/instances/lake/states", JSON.writeValueAsString(Map.of("dids", dids)));
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json()
                .path("rows")
                .valueStream()
                .map(row -> row.path("did").asString() + " "
                        + row.path("availability").asString())
                .toList();
    }

    private List<String> rses(String did) throws IOException {
        var reply = api.get("/instances/lake/rses?did=" + did);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        var rows = reply.json().path("rows").valueStream().map(SharesTest::words);
        return Stream.concat(rows, reply.json().path("more").asBoolean() ? Stream.of("and more") : Stream.empty())
                .toList();
    }

    private static String words(JsonNode row) {
        return "%s %d/%d %s"
                .formatted(
                        row.path("rse").asString(),
                        row.path("available").asInt(),
                        row.path("files").asInt(),
                        row.path("state").asString());
    }

    @Override
    MockResponse answer(RecordedRequest request) {
        var path = request.getUrl().encodedPath();
        if (path.endsWith("/datasets"))
            return count(request.getUrl().pathSegments().get(2));
        return switch (path) {
            case "/auth/userpass" -> RucioSays.welcome("jdoe", "the-token-of-jdoe");
            case "/ping" ->
                new MockResponse.Builder().body("{\"version\": \"41.5.1\"}").build();
            case "/dids/bulkmeta" -> rows(asked(request).map(this::metadata).toList());
            case "/dids/s/all/dids" ->
                rows(datasets.keySet().stream()
                        .map(name -> Map.of("scope", "s", "name", name, "type", "DATASET"))
                        .toList());
            case "/replicas/suspicious" -> suspicious;
            case "/replicas/list" ->
                rows(List.of(Map.of(
                        "scope",
                        "s",
                        "name",
                        "file",
                        "bytes",
                        10,
                        "pfns",
                        Map.of(),
                        "states",
                        Map.of("X", "AVAILABLE", "Y", "AVAILABLE", "Z", "BAD"))));
            case "/dids/s/open/dids" -> rows(List.of(Map.of("scope", "s", "name", "f", "type", "FILE", "bytes", 1)));
            default -> rows(List.of()); // nothing in Rucio's table, and no RSEs
        };
    }

    private static Stream<String> asked(RecordedRequest request) {
        return JSON.readTree(String.valueOf(request.getBody().utf8()))
                .path("dids")
                .valueStream()
                .map(did -> did.path("name").asString());
    }

    private Map<String, Object> metadata(String name) {
        var dataset = datasets.get(name);
        if (dataset == null)
            return Map.of("scope", "s", "name", name, "did_type", name.equals("file") ? "FILE" : "CONTAINER");
        return dataset.files().isPresent()
                ? Map.of(
                        "scope",
                        "s",
                        "name",
                        name,
                        "did_type",
                        "DATASET",
                        "length",
                        dataset.files().get())
                : Map.of("scope", "s", "name", name, "did_type", "DATASET", "is_open", true);
    }

    private MockResponse count(String name) {
        counted.add(name);
        var dataset = Objects.requireNonNull(datasets.get(name));
        return switch (dataset.count()) {
            case REFUSES -> RucioSays.no(401, "AccessDenied", "Account jdoe can not count.");
            case HANGS -> HANGING;
            case GIVES ->
                rows(dataset.onX().stream()
                        .map(files -> Map.of(
                                "scope",
                                "s",
                                "name",
                                name,
                                "rse",
                                "X",
                                "bytes",
                                10,
                                "length",
                                dataset.files().orElse(0),
                                "available_bytes",
                                10,
                                "available_length",
                                files,
                                "state",
                                "AVAILABLE"))
                        .toList());
        };
    }

    private static MockResponse rows(Collection<? extends Map<String, ?>> rows) {
        var lines = new StringBuilder();
        for (var row : rows) lines.append(JSON.writeValueAsString(row)).append('\n');
        return new MockResponse.Builder()
                .addHeader("Content-Type", "application/x-json-stream")
                .body(lines.toString())
                .build();
    }
}
