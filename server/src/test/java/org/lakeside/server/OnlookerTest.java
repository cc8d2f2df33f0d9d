package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the tests of secrets would see, if there was something to see.
class OnlookerTest {
    private static final String SECRET = "marker-of-the-onlooker-0123456789";

    @TempDir
    Path home;

    @Test
    void aSecretInAnArgumentIsSeenWhileItsProcessLives() throws IOException {
        thatIsSeen(Map.of(), "cmdline", "sh", "-c", "read line", SECRET);
    }

    @Test
    void aSecretInTheEnvironmentOfAChildIsSeen() throws IOException {
        thatIsSeen(Map.of("TOLD", SECRET), "environ", "sh", "-c", "read line");
    }

    private void thatIsSeen(Map<String, String> environment, String where, String... command) throws IOException {
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        var child = builder.start();
        try (var onlooker = new Onlooker(home, List.of(SECRET))) {
            await().atMost(Duration.ofSeconds(30))
                    .until(
                            onlooker::seen,
                            seen -> seen.contains("secret 0 in /proc/%d/%s".formatted(child.pid(), where)));
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void aSecretInAFileThatOthersMayReadIsSeenAndInAClosedOneNot() throws IOException {
        var open = Files.writeString(home.resolve("open"), SECRET);
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r-----"));
        var closed = Files.writeString(home.resolve("closed"), SECRET);
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rw-------"));

        try (var onlooker = new Onlooker(home, List.of(SECRET))) {
            onlooker.look();
            assertThat(onlooker.seen()).containsExactly("secret 0 in " + open);
        }
    }
}
