package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a real Rucio knows of its DIDs, beside what they are.
class DetailsIT extends ServiceOnLake {
    private static final String HYY = "ATLAS_LAPP_JEZEQUEL:Hyy_Oct20";

    @BeforeEach
    void loggedIn() throws IOException {
        logIn("alice");
    }

    @Test
    void metadataAreWhatIsSet() throws IOException {
        var entries = details("metadata", HYY).path("entries");

        assertThat(entries)
                .extracting(one -> one.path("key").asString() + " " + one.path("value"))
                .contains("datatype \"GamGam\"", "is_open false", "bytes 102445242")
                .anyMatch(one -> one.matches("created_at \"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\""))
                .noneMatch(one -> one.startsWith("run_number") || one.endsWith(" null"))
                .isSorted();
    }

    @Test
    void parentsAndRulesAreSaid() throws IOException, InterruptedException {
        var parents = details("parents", HYY);
        assertThat(parents.at("/rows/0/did").asString()).isEqualTo("ATLAS_LAPP_JEZEQUEL:ATLAS_OD_EDU_13TeV");
        assertThat(parents.at("/rows/0/type").asString()).isEqualTo("CONTAINER");
        assertThat(parents.path("more").asBoolean()).isFalse();
        assertThat(details("rules", "data:multi").path("rows")).isEmpty();
        rule("data:ok", "OPEN");

        for (var did : List.of("data:ok", "data:ok.0")) {
            var rule = details("rules", did).at("/rows/0");
            assertThat(rule.path("rse_expression").asString()).isEqualTo("OPEN");
            assertThat(rule.path("account").asString()).isEqualTo("ops");
            assertThat(rule.path("state").asString()).isEqualTo("OK");
            assertThat(rule.at("/locks/ok").asInt()).isEqualTo(5);
            assertThat(rule.path("comment").asString()).isEqualTo("kept for ever");
            assertThat(rule.path("expires").isNull()).isTrue();
        }
    }

    @Test
    void whatEachRseHasIsSaid() throws IOException, InterruptedException {
        rule("data:ok", "OPEN");

        assertThat(rses("data:ok")).contains("OPEN DISK 5/5 complete");
        assertThat(rses("data:partial")).containsExactly("OPEN DISK 2/3 partial");
        assertThat(rses("data:tape")).containsExactly("TAPE-B TAPE 2/2 complete");
        assertThat(rses("data:offline")).containsExactly("OFFLINE DISK 0/1 unavailable");
        assertThat(rses("data:noreplica")).isEmpty();
        assertThat(rses("ATLAS_LAPP_JEZEQUEL:ATLAS_OD_EDU_13TeV"))
                .containsExactly("OPEN DISK 6/6 complete", "SITE-A DISK 6/6 complete");
        assertThat(rses("data:states.D")).containsExactly("OPEN DISK 1/1 complete", "SITE-A DISK 0/1 bad");
        assertThat(rses("data:states.C")).containsExactly("OPEN DISK 1/1 complete", "SITE-A DISK 0/1 unavailable");
        assertThat(rses("data:offline.bin")).containsExactly("OFFLINE DISK 0/1 unavailable");
        assertThat(rses("data:noreplica.bin")).isEmpty();
        assertThat(details("rses", "data:ok.0").at("/rows/0/bytes").asLong()).isEqualTo(10000);
    }

    /// Rucio keeps calling such a replica available.
    @Test
    void whatSomebodyFoundSuspiciousIsSaidWhereItLies() throws IOException, InterruptedException {
        var file = "{\"dids\": [{\"scope\": \"data\", \"name\": \"multi.2\"}], \"rse_expression\": \"OPEN\"}";
        var pfn = new JsonMapper()
                .readTree(tell("bob", "/replicas/list", file).body())
                .at("/rses/OPEN/0")
                .asString();

        var declared =
                tell("bob", "/replicas/suspicious", "{\"pfns\": [\"%s\"], \"reason\": \"a test\"}".formatted(pfn));

        assertThat(declared.body()).isEqualToIgnoringWhitespace("{}");
        assertThat(rses("data:multi.2"))
                .containsExactly("OPEN DISK 1/1 suspicious", "SITE-A DISK 1/1 complete", "SITE-B DISK 1/1 complete");
    }

    @Test
    void statesOfManyCollectionsComeTogether() throws IOException {
        var dids = List.of(
                "data:ok",
                "data:partial",
                "data:tape",
                "data:offline",
                "data:noreplica",
                "data:empty",
                "data:empty.open",
                "opendata:catalogue");

        var rows = api.post("/instances/lake/states", "{\"dids\": [\"%s\"]}".formatted(String.join("\", \"", dids)))
                .json()
                .path("rows");

        assertThat(rows)
                .extracting(row -> row.path("did").asString() + " "
                        + row.path("availability").asString())
                .containsExactly(
                        "data:ok available",
                        "data:partial partial",
                        "data:tape tape",
                        "data:offline unavailable",
                        "data:noreplica unavailable",
                        "data:empty unknown",
                        "data:empty.open unknown",
                        "opendata:catalogue unknown");
        assertThat(api.post("/instances/lake/states", "{\"dids\": []}").problem())
                .isEqualTo("bad-request");
        assertThat(api.post("/instances/lake/states", "{\"dids\": [\"nocolon\"]}")
                        .problem())
                .isEqualTo("bad-did");
    }

    @Test
    void ofADidThatDoesNotExistThereAreNone() throws IOException {
        for (var what : List.of("metadata", "rules", "rses"))
            assertThat(api.get("/instances/lake/%s?did=data:nonex".formatted(what))
                            .problem())
                    .as(what)
                    .isEqualTo("did-not-found");
        assertThat(details("parents", "data:nonex").path("rows")).isEmpty();
    }

    private JsonNode details(String what, String did) throws IOException {
        var reply =
                api.get("/instances/lake/%s?did=%s".formatted(what, URLEncoder.encode(did, StandardCharsets.UTF_8)));
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json();
    }

    private List<String> rses(String did) throws IOException {
        return details("rses", did)
                .path("rows")
                .valueStream()
                .map(row -> "%s %s %d/%d %s"
                        .formatted(
                                row.path("rse").asString(),
                                row.path("type").asString(),
                                row.path("available").asInt(),
                                row.path("files").asInt(),
                                row.path("state").asString()))
                .toList();
    }

    /// A rule of the operators', if there is none yet.
    private static void rule(String did, String rse) throws IOException, InterruptedException {
        int colon = did.indexOf(':');
        var body = """
                {"dids": [{"scope": "%s", "name": "%s"}], "account": "ops", "copies": 1, "rse_expression": "%s",
                 "comment": "kept for ever"}""".formatted(did.substring(0, colon), did.substring(colon + 1), rse);
        var answer = tell("ops", "/rules/", body);
        assertThat(answer.statusCode()).as(answer.body()).isIn(201, 409);
    }

    private static HttpResponse<String> tell(String account, String path, String body)
            throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create(LakeUnderTest.variable("LAKE_RUCIO_URL") + path))
                            .header("X-Rucio-Auth-Token", LakeUnderTest.lake("token", account))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
