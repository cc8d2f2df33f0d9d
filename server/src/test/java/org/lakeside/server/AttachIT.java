package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Handles for notebooks, of what a real Rucio says.
class AttachIT extends ServiceOnLake {
    @Test
    void whatIsHereIsHandedOutWhileRucioHangs() throws IOException, InterruptedException {
        overTheRelay();
        download("user.alice:first.dataset");
        waitingForTheRelay("PT60S");
        LakeUnderTest.faults("rucio", "{\"hang\": true}");

        var began = System.nanoTime();
        assertThat(handles("user.alice:first.dataset").path("state").asString()).isEqualTo("ready");
        assertThat(handles("user.alice:histogram.0.root").path("state").asString())
                .isEqualTo("ready");
        assertThat(state("user.alice:first.dataset")).isEqualTo("here");
        assertThat(api.get("/instances").status()).isEqualTo(200);
        assertThat(api.get("/downloads").status()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void whatIsAddedToAnOpenDatasetIsSaidUntilItIsDownloaded() throws Exception {
        logIn("alice");
        var dataset = "user.alice:grows." + UUID.randomUUID();
        rucio(dataset, "", "{\"type\": \"DATASET\"}");
        rucio(dataset, "/dids", "{\"dids\": [{\"scope\": \"data\", \"name\": \"open.0\"}]}");
        download(dataset);
        assertThat(handles(dataset).path("changed").isNull()).isTrue();

        rucio(dataset, "/dids", "{\"dids\": [{\"scope\": \"data\", \"name\": \"open.1\"}]}");

        var handles = handles(dataset);
        assertThat(handles.path("state").asString()).isEqualTo("ready");
        assertThat(handles.path("handles")).hasSize(1);
        assertThat(handles.at("/changed/files").asLong()).isEqualTo(1);
        assertThat(handles.at("/changed/bytes").asLong()).isEqualTo(2048);
        assertThat(handles.at("/problems/0/type").asString()).isEqualTo("/problems/content-changed");
        assertThat(handles.at("/problems/0/remedy").asString()).isEqualTo("Download it again to get the new file.");
        download(dataset);
        assertThat(handles(dataset).path("handles")).hasSize(2);
        assertThat(handles(dataset).path("changed").isNull()).isTrue();
    }

    @Test
    void aFileWithoutAChecksumIsKeptAndOnlyHandedOutToWhoeverAsksForIt() throws IOException {
        logIn("alice");

        assertThat(download("data:sums").path("state").asString()).isEqualTo("done");

        var handles = handles("data:sums");
        assertThat(handles.path("state").asString()).isEqualTo("incomplete");
        assertThat(handles.path("missing").asInt()).isZero();
        assertThat(handles.path("unverified").asInt()).isEqualTo(1);
        assertThat(handles.path("handles")).isEmpty();
        assertThat(handles.at("/problems/0/type").asString()).isEqualTo("/problems/unverified");
        assertThat(handles.at("/problems/0/detail").asString())
                .isEqualTo("One file of data:sums (data:sums.none) is here whole, but the catalogue has no checksum to"
                        + " compare it with.");
        var asked = api.post("/handles", "{\"instance\": \"lake\", \"did\": \"data:sums\", \"unverified\": true}")
                .json();
        assertThat(asked.path("state").asString()).isEqualTo("ready");
        assertThat(asked.path("handles")).hasSameSizeAs(asked.path("files"));
    }

    /// Changes the catalogue, as alice.
    private static void rucio(String did, String what, String body) throws Exception {
        var url = LakeUnderTest.variable("LAKE_RUCIO_URL") + "/dids/" + did.replace(':', '/') + what;
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(
                    HttpRequest.newBuilder(URI.create(url))
                            .header("X-Rucio-Auth-Token", LakeUnderTest.lake("token", "alice"))
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        }
    }
}
