package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Files from real XRootD storages that want a proxy or a token: over https and davs natively, over root by gfal-copy.
class StorageGridIT extends ServiceOnGrid {
    @ParameterizedTest
    @ValueSource(strings = {"grid:davs", "grid:https", "grid:both", "grid:cms"})
    void filesComeOverDavsAndHttpsWithTheProxyWithoutATool(String did) throws IOException {
        logInAsMember("alice");

        assertThat(done(download(did))).isEqualTo(3);
        assertThat(workplaces()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"grid:davs", "grid:https"})
    void withoutAProxyTheyDoNotCome(String did) throws IOException {
        logIn(Map.of("kind", "userpass", "username", "alice", "password", "secret"));

        assertThat(detail(download(did))).contains("403 Forbidden");
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
    void whereAReplicaIsMissingAnotherIsTried() throws IOException {
        logInAsMember("alice");

        assertThat(done(download("grid:lost"))).isEqualTo(1);
    }

    /// The one that needs no tool comes first, and is for a group that bob does not belong to.
    @Test
    void whereTheProxyIsRefusedAnotherReplicaIsTried() throws IOException {
        logInAsMember("bob");
        List<String> heard = Collections.synchronizedList(new ArrayList<>());

        var ear = new LogEar(heard);
        try {
            assertThat(done(download("grid:group"))).isEqualTo(3);
        } finally {
            ear.close();
        }

        assertThat(heard).anyMatch(line -> line.contains("GRID-CMS") && line.contains("403 Forbidden"));
        assertThat(workplaces()).isEmptyDirectory();
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
    void aCopyThatIsCancelledWhileItRunsLeavesNothingBehindAndCanBeAskedForAgain()
            throws IOException, InterruptedException {
        logInAsMember("alice");
        tool("storage", "freeze", "b"); // takes connections, and says nothing
        try {
            var id = begin("grid:root");
            await().until(() -> copying() > 0 && Files.isDirectory(workplaces()) && !isEmpty(workplaces()));

            api.delete("/downloads/" + id);

            await().until(() -> copying() == 0 && isEmpty(workplaces()));
        } finally {
            tool("storage", "thaw", "b");
        }
        assertThat(done(download("grid:root"))).isEqualTo(3);
    }

    /// Processes of gfal-copy below this one.
    private static long copying() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().commandLine().orElse("").contains("gfal-copy"))
                .count();
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
