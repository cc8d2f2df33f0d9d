package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.server.index.SqliteLibrary;

/// A process that is killed leaves nothing in the temporary directory.
class SqliteLibraryTest {
    @TempDir
    Path home;

    @TempDir
    Path temporary;

    private Path kept;

    @BeforeEach
    void aStateDirectory() {
        kept = home.resolve("state/native");
    }

    @Test
    void whatIsKilledLeavesNothingInTheTemporaryDirectoryAndTheNextOneTakesWhatIsThere() throws Exception {
        useAndKill("first");
        var library = only(kept);
        var written = Files.getLastModifiedTime(library);
        useAndKill("second");

        assertThat(temporary).isEmptyDirectory();
        assertThat(only(kept)).isEqualTo(library);
        assertThat(Files.getLastModifiedTime(library)).isEqualTo(written);
    }

    @Test
    void theLibraryOfAnOlderDriverAndHalfWrittenOnesGo() throws Exception {
        Files.createDirectories(kept);
        useAndKill("first");
        var library = only(kept);
        Files.move(library, kept.resolve(library.getFileName().toString().replaceFirst("-[0-9.]+-", "-3.1.0.0-")));
        Files.createFile(kept.resolve("draft-1.tmp"));

        useAndKill("second");

        assertThat(only(kept)).isEqualTo(library);
    }

    @Test
    void oneThatAnImageHasUnpackedIsTakenAndNothingWritten() throws Exception {
        useAndKill("first");
        var image = Files.createDirectories(home.resolve("image"));
        Files.move(only(kept), image.resolve(only(kept).getFileName()));

        useAndKill("second", "-Dlakeside.native=" + image);

        assertThat(kept).isEmptyDirectory();
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void oneThatAnImageHasForAnotherDriverIsLeftAlone() throws Exception {
        var image = Files.createDirectories(home.resolve("image"));
        Files.writeString(image.resolve("sqlite-3.1.0.0-Linux-x86_64-libsqlitejdbc.so"), "an older one");

        useAndKill("only", "-Dlakeside.native=" + image);

        assertThat(only(kept)).isRegularFile();
        assertThat(only(image)).hasContent("an older one");
    }

    @Test
    void whereItCannotBeKeptTheServiceWorksAllTheSame() throws Exception {
        Files.createDirectories(kept.getParent());
        Files.createFile(kept);

        useAndKill("only");
    }

    @Test
    void oneThatCannotBeLoadedIsGoneAround() throws Exception {
        useAndKill("first");
        Files.writeString(only(kept), "no library");

        useAndKill("second");
    }

    @Test
    void severalServicesOfOneProcessShareOneCopy() {
        SqliteLibrary.keepIn(home.resolve("one"));
        SqliteLibrary.keepIn(home.resolve("other"));

        assertThat(home.resolve("other")).doesNotExist();
    }

    /// Asks for something that SQLite knows.
    private void useAndKill(String socket, String... options) throws IOException, InterruptedException {
        var environment = Map.of(
                "LAKESIDE_RUCIO_URL",
                "http://127.0.0.1:1",
                "LAKESIDE_STATE_DIR",
                home.resolve("state").toString(),
                "JAVA_TOOL_OPTIONS",
                "-XX:-UsePerfData -Djava.io.tmpdir=" + temporary + " " + String.join(" ", options));
        try (var service = ServiceProcess.start(home, socket, environment).ready()) {
            assertThat(service.api().get("/downloads").status()).isEqualTo(200);
            service.kill();
        }
    }

    private static Path only(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            List<Path> found = files.toList();
            assertThat(found).hasSize(1);
            return found.getFirst();
        }
    }
}
