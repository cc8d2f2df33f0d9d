package org.lakeside.server.lake.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The most transfers at once that can be set, in the memory that the service is given.
final class ManyAtOnceTest {
    /// Where the service's memory is written down.
    private static final Path COMMAND = Path.of("../lab-extension/jupyterlab_lakeside/command.py");

    private static final Pattern MEMORY = Pattern.compile("\"(-Xm[sx]\\w+|-XX:MaxDirectMemorySize=\\w+)\"");

    @TempDir
    Path directory;

    private final Storage storage = new Storage("OPEN");

    @AfterEach
    void stop() {
        storage.close();
    }

    @Test
    void theyFit() throws Exception {
        var all = new CountDownLatch(ManyAtOnceChild.FILES);
        for (int i = 0; i < ManyAtOnceChild.FILES; i++)
            storage.put("f" + i, InMemoryLake.bytes("f" + i, ManyAtOnceChild.BYTES));
        storage.always(honest -> {
            all.countDown();
            try {
                assertThat(all.await(1, TimeUnit.MINUTES)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return honest.throttleBody(256 * 1024, 50, TimeUnit.MILLISECONDS);
        });

        String said = run();

        assertThat(said).contains("Done").doesNotContain("OutOfMemory");
    }

    private String run() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(memory());
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ManyAtOnceChild.class.getName(),
                directory.toString(),
                storage.address()));
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var lines = child.inputReader()) {
            return String.join("\n", lines.lines().toList());
        } finally {
            child.destroyForcibly();
        }
    }

    private static List<String> memory() throws IOException {
        List<String> flags = MEMORY.matcher(Files.readString(COMMAND))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(flags).hasSize(3);
        return flags;
    }
}
