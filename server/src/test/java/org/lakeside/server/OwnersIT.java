package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Two services of one user and a real lake: what the one began, the other brings to its end.
class OwnersIT {
    private static final String DATASET = "faults:large";
    private static final String ASKED = "{\"instance\": \"lake\", \"did\": \"" + DATASET + "\"}";

    @TempDir
    Path home;

    @BeforeEach
    @AfterEach
    void noFaults() throws IOException, InterruptedException {
        LakeUnderTest.noFaults();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDownloadOfAServiceThatEndsIsBroughtToItsEndByTheOther(boolean killed) throws Exception {
        try (var first = start("first");
                var second = start("second")) {
            second.api()
                    .post(
                            "/instances/lake/login",
                            "{\"kind\": \"userpass\", \"username\": \"alice\", \"password\": \"secret\"}");
            LakeUnderTest.faults("storage", "{\"rate\": 4000000}");
            var id = second.api().post("/downloads", ASKED).json().path("id").asString();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> download(second, id).at("/bytes/done").asLong() > 3_000_000);

            if (killed) first.kill();
            else assertThat(first.terminate()).isLessThan(Duration.ofSeconds(30));
            LakeUnderTest.noFaults();

            var ended = await().atMost(Duration.ofSeconds(60))
                    .until(() -> download(second, id), now -> now.path("ended").isString());
            assertThat(ended.path("state").asString()).isEqualTo("done");
            var handles = second.api().post("/handles", ASKED).json();
            assertThat(handles.path("state").asString()).isEqualTo("ready");
            for (var file : handles.path("files")) {
                var original = Path.of(
                        LakeUnderTest.lake("file", "FLAKY", file.path("did").asString()));
                assertThat(Path.of(file.path("path").asString())).hasSameBinaryContentAs(original);
            }
        }
    }

    @Test
    void aLoginCountsForAllServicesOfTheUser() throws Exception {
        try (var first = start("first");
                var second = start("second")) {
            second.api()
                    .post(
                            "/instances/lake/login",
                            "{\"kind\": \"userpass\", \"username\": \"alice\", \"password\": \"secret\"}");

            assertThat(first.api().get("/instances/lake/search?did=user.alice:").status())
                    .isEqualTo(200);
            assertThat(second.api()
                            .get("/instances/lake/search?did=user.alice:")
                            .text())
                    .contains("user.alice:first.dataset");
        }
    }

    private static JsonNode download(ServiceProcess service, String id) throws IOException {
        return service.api().get("/downloads/" + id).json();
    }

    private ServiceProcess start(String name) throws IOException {
        return ServiceProcess.start(
                        home,
                        name,
                        Map.of(
                                "LAKESIDE_RUCIO_URL", LakeUnderTest.variable("LAKE_RUCIO_URL"),
                                "LAKESIDE_RUCIO_NAME", "lake",
                                "LAKESIDE_CA_FILES", LakeUnderTest.variable("LAKE_CA")))
                .ready();
    }
}
