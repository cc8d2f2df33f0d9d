package org.lakeside.server.lake.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.rucio.client.Checksums;
import org.lakeside.server.lake.Problem;

/// Disks that are too small. Where this user may not mount one, what cannot run is skipped.
final class RoomTest {
    private static final int MIB = 1024 * 1024;

    @TempDir
    Path directory;

    private final Storage open = new Storage("OPEN");
    private Bench bench;

    @BeforeEach
    void start() {
        bench = new Bench(directory);
    }

    @AfterEach
    void stop() throws Exception {
        bench.close();
        open.close();
        if (mounted()) run("umount", bench.data.toString());
    }

    @Test
    void whatTheDiskCannotTakeIsNotBegun() throws Exception {
        StoredFile file = bench.lake.file("huge", Long.MAX_VALUE / 4, Checksums.NONE, open.at("huge"));

        Problem problem = DownloadsTest.problem(bench.fetch(file.did()));

        assertThat(problem.kind()).isEqualTo(Problem.Kind.NO_ROOM);
        assertThat(problem.detail())
                .contains("user.alice:huge needs 2305.8 PB more", "are free below", bench.data.toString());
        assertThat(open.asked()).isEmpty();
    }

    @Test
    void aDiskThatFillsUpMeanwhileIsSaidAndTheDownloadGoesOnWhenThereIsRoom() throws Exception {
        mountDisk(40 * MIB);
        byte[] content = InMemoryLake.bytes("f", 8 * MIB);
        StoredFile file = bench.lake.file("f", content, open.put("f", content));
        Path hog = bench.data.resolve("hog");
        open.next(honest -> {
            write(hog, 35 * MIB); // between the look at the disk and the first byte
            return honest;
        });

        Download download = bench.fetch(file.did());

        Problem problem = DownloadsTest.problem(download);
        assertThat(problem.kind()).isEqualTo(Problem.Kind.NO_ROOM);
        assertThat(problem.detail()).contains("The disk is full: user.alice:f needs 8.4 MB");
        assertThat(bench.state(file.did()).kind()).isEqualTo(LocalState.Kind.PARTIAL);
        Files.delete(hog);
        bench.downloads.retry(download.id());
        assertThat(bench.ended(download.id()).state()).isInstanceOf(DownloadState.Done.class);
        assertThat(bench.content(file.did())).isEqualTo(content);
        assertThat(open.asked().getLast()).doesNotStartWith("f 0-");
    }

    private void mountDisk(int bytes) throws Exception {
        Files.createDirectories(bench.data);
        boolean mounts = run("mount", "-t", "tmpfs", "-o", "size=" + bytes, "tmpfs", bench.data.toString());
        assumeTrue(mounts, "this user may not mount a small disk");
    }

    private boolean mounted() throws IOException {
        return Files.readString(Path.of("/proc/mounts")).contains(" " + bench.data + " ");
    }

    private static void write(Path file, int bytes) {
        try {
            Files.write(file, new byte[bytes]);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean run(String... command) throws Exception {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // there is no such command
        }
    }
}
