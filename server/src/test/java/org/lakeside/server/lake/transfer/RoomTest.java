package org.lakeside.server.lake.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.rucio.client.Checksums;
import org.lakeside.server.SmallDisk;
import org.lakeside.server.lake.Problem;

/// Disks that are too small.
final class RoomTest {
    private static final int MIB = 1024 * 1024;

    @TempDir
    Path directory;

    private final Storage open = new Storage("OPEN");
    private Bench bench;
    private Optional<SmallDisk> disk = Optional.empty();

    @BeforeEach
    void start() {
        bench = new Bench(directory);
    }

    @AfterEach
    void stop() {
        bench.close();
        open.close();
        disk.ifPresent(SmallDisk::close);
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
    void aFullDiskIsKnownInEveryLanguage() throws Exception {
        SmallDisk small = SmallDisk.at(bench.data, 40 * MIB);
        disk = Optional.of(small);
        bench.close();
        Mover german = new Mover() {
            @Override
            public boolean moves(URI uri) {
                return true;
            }

            @Override
            public Optional<String> fetch(Source from, Piece piece, Optional<String> version, BlockSink to, Stop stop)
                    throws IOException {
                small.take(40 * MIB - 64 * 1024);
                throw new IOException("Auf dem Gerät ist kein Speicherplatz mehr verfügbar");
            }
        };
        bench = new Bench(directory, bench.lake, german);
        byte[] content = InMemoryLake.bytes("f", MIB);
        StoredFile file = bench.lake.file("f", content, open.put("f", content));

        Download download = bench.fetch(file.did());

        assertThat(DownloadsTest.problem(download).kind()).isEqualTo(Problem.Kind.NO_ROOM);
    }

    @Test
    void whatLiesThereAlreadyNeedsNoRoomThoughTheIndexIsLost() throws Exception {
        SmallDisk small = SmallDisk.at(bench.data, 40 * MIB);
        disk = Optional.of(small);
        byte[] content = InMemoryLake.bytes("f", 12 * MIB);
        StoredFile file = bench.lake.file("f", content, open.put("f", content));
        bench.fetch(file.did());
        bench.close();
        try (var state = Files.list(directory.resolve("state"))) {
            for (Path part : state.toList()) Files.delete(part);
        }
        small.take(10 * MIB);

        bench = new Bench(directory, bench.lake, "boot-1");
        Download download = bench.fetch(file.did());

        assertThat(download.state()).isInstanceOf(DownloadState.Done.class);
        assertThat(open.asked()).hasSize(1);
    }

    @Test
    void aDiskThatFillsUpMeanwhileIsSaidAndTheDownloadGoesOnWhenThereIsRoom() throws Exception {
        SmallDisk small = SmallDisk.at(bench.data, 40 * MIB);
        disk = Optional.of(small);
        byte[] content = InMemoryLake.bytes("f", 8 * MIB);
        StoredFile file = bench.lake.file("f", content, open.put("f", content));
        open.next(honest -> {
            small.take(35 * MIB); // between the look at the disk and the first byte
            return honest;
        });

        Download download = bench.fetch(file.did());

        Problem problem = DownloadsTest.problem(download);
        assertThat(problem.kind()).isEqualTo(Problem.Kind.NO_ROOM);
        assertThat(problem.detail()).contains("The disk is full: user.alice:f needs 8.4 MB");
        assertThat(bench.state(file.did()).kind()).isEqualTo(LocalState.Kind.PARTIAL);
        small.free();
        bench.downloads.retry(download.id());
        assertThat(bench.ended(download.id()).state()).isInstanceOf(DownloadState.Done.class);
        assertThat(bench.content(file.did())).isEqualTo(content);
        assertThat(open.asked().getLast()).doesNotStartWith("f 0-");
    }
}
