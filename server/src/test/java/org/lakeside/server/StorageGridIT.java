package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Files from real XRootD storages that want a proxy or a token: over https and davs natively, over root by gfal-copy.
class StorageGridIT extends ServiceOnGrid {
    @ParameterizedTest
    @ValueSource(strings = {"grid:davs", "grid:both", "grid:cms"})
    void filesComeOverDavsWithTheProxy(String did) throws IOException {
        logInAsMember("alice");

        assertThat(done(download(did))).isEqualTo(3);
        assertThat(workplaces()).doesNotExist();
    }

    @Test
    void filesComeOverRootByGfalCopyWithTheProxy() throws IOException {
        logInAsMember("alice");

        var download = download("grid:root");

        assertThat(done(download)).isEqualTo(3);
        assertThat(workplaces()).isEmptyDirectory();
    }

    @Test
    void filesThatAreOpenToAllComeOverRootWithoutAProxy() throws IOException {
        logIn(Map.of("kind", "userpass", "username", "alice", "password", "secret"));

        assertThat(done(download("grid:open"))).isEqualTo(3);
    }

    @Test
    void filesComeOverDavsWithAToken() throws IOException, InterruptedException {
        logIn(refreshing("alice"));

        assertThat(done(download("grid:token"))).isEqualTo(3);
    }

    @Test
    void whereTheProxyIsRefusedAnotherReplicaIsTried() throws IOException {
        logInAsMember("alice");

        var download = download("grid:lost");

        assertThat(text(download, "state")).isIn("done", "failed");
        assertThat(download.path("files").path("done").asInt()).isPositive();
    }

    @Test
    void withoutMembershipTheStorageSaysNoAndTheProblemSaysWhich() throws IOException {
        logIn(certificate("carol")); // has no account
        logIn(certificate("bob"));

        var failed = download("grid:cms");

        assertThat(text(failed, "state")).isEqualTo("failed");
        assertThat(detail(failed)).contains("GRID-CMS", "403 Forbidden");
    }

    @Test
    void withoutAProxyRootIsRefusedWithWhatIsMissing() throws IOException {
        logIn(Map.of("kind", "userpass", "username", "alice", "password", "secret"));

        var failed = download("grid:root");

        assertThat(detail(failed)).contains("GRID-ROOT (root) wants to see a grid proxy, and there is none");
    }

    @Test
    void withoutGfalThatIsSaidAndAnotherReplicaIsTried() throws IOException {
        restart(Map.of("PATH", home.toString()));
        logInAsMember("alice");

        assertThat(done(download("grid:both"))).isEqualTo(3);
        assertThat(detail(download("grid:root")))
                .contains("GRID-ROOT cannot be read here: gfal-copy, which speaks root, is not installed");
    }

    @Test
    void aCancelledCopyLeavesNothingBehindAndCanBeAskedForAgain() throws IOException {
        logInAsMember("alice");
        var id = begin("grid:large");

        api.delete("/downloads/" + id);

        await().atMost(Duration.ofSeconds(20)).until(() -> !Files.isDirectory(workplaces()) || isEmpty(workplaces()));
        assertThat(done(download("grid:large"))).isPositive();
    }

    @Test
    void theDoctorTriesTheStorages() throws IOException {
        logInAsMember("alice");

        var checks = api.get("/instances/lake/checks?did=grid:both").json().path("checks");

        var storages = checks.valueStream()
                .filter(one -> text(one, "name").equals("storage"))
                .toList();
        assertThat(storages)
                .isNotEmpty()
                .allSatisfy(one -> assertThat(text(one, "state")).as("%s", one).isEqualTo("ok"));
    }

    private static int done(JsonNode download) {
        assertThat(text(download, "state")).as("%s", download).isEqualTo("done");
        return download.path("files").path("done").asInt();
    }

    private static String detail(JsonNode download) {
        return text(download.path("failures").path(0).path("problem"), "detail");
    }

    private Path workplaces() throws IOException {
        var all = home.resolve(".local/share/lakeside/.lakeside/gfal");
        if (!Files.isDirectory(all)) return all;
        try (var own = Files.list(all)) {
            return own.findFirst().orElse(all);
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }
}
