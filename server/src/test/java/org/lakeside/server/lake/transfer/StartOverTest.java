package org.lakeside.server.lake.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.rucio.client.Checksums;
import org.lakeside.server.index.SqliteIndex;
import org.lakeside.server.lake.transfer.Presence.Partial;

/// What came is thrown away, other bytes come, and then the process or the machine ends.
final class StartOverTest {
    private static final int MIB = 1024 * 1024;

    @TempDir
    Path directory;

    private final StoredFile file =
            new StoredFile(InMemoryLake.INSTANCE, InMemoryLake.did("f"), 2 * MIB, Checksums.NONE);
    private SqliteIndex index;
    private Keeper keeper;

    @BeforeEach
    void open() throws IOException {
        Files.createDirectory(directory.resolve("growing"));
        index = new SqliteIndex(directory.resolve("state"));
        keeper = new Keeper(index, "boot-1");
    }

    @AfterEach
    void close() {
        keeper.close();
        index.close();
    }

    @Test
    void nothingThatIsWrittenDownSpeaksOfItAnyMore() throws Exception {
        try (var partial = PartialFile.create(directory.resolve("growing"), file.bytes())) {
            Keeper.Kept kept = keeper.keep(file, partial);
            write(partial, "wrong");
            kept.save();

            kept.startOver();
            write(partial, "right");
            Partial known = known();
            kept.release();

            assertThat(known.bytesHere()).isZero();
            assertThat(Blocks.of(known.marks(), file.bytes(), "boot-1"))
                    .map(Blocks::bytesHere)
                    .contains(0L);
        }
    }

    @Test
    void oldMarksThatAMachineWithoutPowerLeftInTheIndexDoNotVouchForNewBytes() throws Exception {
        Partial old;
        try (var partial = PartialFile.create(directory.resolve("growing"), file.bytes())) {
            write(partial, "wrong");
            partial.sync();
            old = partial.presence("boot-1");
            partial.startOver();
            write(partial, "right");
            partial.sync();
        }

        try (var after = PartialFile.reopen(directory.resolve("growing"), file.bytes(), old, "boot-2")) {
            assertThat(after.blocks().bytesHere()).isZero();
        }
    }

    @Test
    void whatWasThrownAwayTakesNoRoom() throws Exception {
        try (var partial = PartialFile.create(directory.resolve("growing"), file.bytes())) {
            write(partial, "wrong");

            partial.startOver();

            try (Stream<Path> growing = Files.list(directory.resolve("growing"))) {
                assertThat(growing).containsExactly(partial.path());
            }
            assertThat(partial.path()).isEmptyFile();
            write(partial, "right");
            assertThat(partial.path()).hasBinaryContent(InMemoryLake.bytes("right", MIB));
        }
    }

    /// The first block.
    private static void write(PartialFile partial, String which) throws IOException {
        var bytes = ByteBuffer.wrap(InMemoryLake.bytes(which, MIB));
        partial.sink(new Piece(0, MIB, 2 * MIB), "OPEN").write(bytes);
    }

    private Partial known() {
        return (Partial) index.find(file.instance(), file.did()).orElseThrow().presence();
    }
}
