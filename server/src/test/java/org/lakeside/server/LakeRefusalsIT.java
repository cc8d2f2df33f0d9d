package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a real Rucio and real storages refuse, or have wrong.
class LakeRefusalsIT extends ServiceOnLake {
    private static final String HYY = "ATLAS_LAPP_JEZEQUEL:Hyy_Oct20";

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
}
