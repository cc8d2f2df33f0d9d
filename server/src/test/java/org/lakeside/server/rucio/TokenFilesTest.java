package org.lakeside.server.rucio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.rucio.client.RucioToken;
import org.lakeside.server.lake.Instance;

class TokenFilesTest {
    private static final RucioToken TOKEN =
            new RucioToken("the-token", "jdoe", "jane", Instant.parse("2026-11-21T11:00:00Z"));

    @TempDir
    Path state;

    @Test
    void whatIsKeptIsFoundByTheNextProcess() {
        files().keep(lake("http://one.example.org"), TOKEN);

        assertThat(files().find(lake("http://one.example.org"))).contains(TOKEN);
    }

    @Test
    void onlyItsUserCanReadIt() throws IOException {
        files().keep(lake("http://one.example.org"), TOKEN);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state.resolve("logins/lake.json"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state.resolve("logins"))))
                .isEqualTo("rwx------");
        assertThat(state.resolve("logins")).isDirectoryContaining(file -> file.endsWith("lake.json"));
    }

    @Test
    void aTokenOfOneRucioIsNotShownToAnother() {
        files().keep(lake("http://one.example.org"), TOKEN);

        assertThat(files().find(lake("http://two.example.org"))).isEmpty();
    }

    @Test
    void nonsenseInTheFileIsNoLogin() throws IOException {
        files().keep(lake("http://one.example.org"), TOKEN);
        Files.writeString(state.resolve("logins/lake.json"), "{\"url\": 1");

        assertThat(files().find(lake("http://one.example.org"))).isEmpty();
    }

    @Test
    void whatIsForgottenIsGone() {
        files().keep(lake("http://one.example.org"), TOKEN);

        files().forget(lake("http://one.example.org"));

        assertThat(state.resolve("logins")).isEmptyDirectory();
    }

    @Test
    void aPlaceThatCannotBeWrittenCostsOnlyTheKeeping() throws IOException {
        Files.createFile(state.resolve("logins"));

        files().keep(lake("http://one.example.org"), TOKEN);

        assertThat(files().find(lake("http://one.example.org"))).isEmpty();
    }

    @Test
    void aTokenThatCannotBeKeptLeavesNoCopyBehind() throws IOException {
        Files.createDirectories(state.resolve("logins/lake.json/in-the-way"));

        files().keep(lake("http://one.example.org"), TOKEN);

        assertThat(state.resolve("logins")).isDirectoryNotContaining(file -> Files.isRegularFile(file));
    }

    private TokenFiles files() {
        return new TokenFiles(state.resolve("logins"));
    }

    private static Instance lake(String url) {
        return new Instance("lake", "Little lake", URI.create(url), Optional.empty(), Optional.empty());
    }
}
