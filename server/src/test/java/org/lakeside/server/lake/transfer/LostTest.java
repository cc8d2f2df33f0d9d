package org.lakeside.server.lake.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.rucio.client.Checksums;
import org.lakeside.server.index.SqliteIndex;
import org.lakeside.server.lake.transfer.Presence.Partial;

/// Bytes that the system took, and then could not bring to the disk. A closed channel stands for a disk that fails.
final class LostTest {
    private static final String BOOT = "boot-1";
    private static final int MIB = 1024 * 1024;

    @TempDir
    Path directory;

    private final StoredFile file =
            new StoredFile(InMemoryLake.INSTANCE, InMemoryLake.did("f"), 3 * MIB, Checksums.NONE);
    private PartialFile partial;

    @BeforeEach
    void open() throws IOException {
        partial = PartialFile.create(directory, file.bytes());
        write(0);
        partial.sync();
        write(1);
    }

    @AfterEach
    void close() throws IOException {
        partial.close();
    }

    @Test
    void onlyWhatHadReachedTheDiskBeforeCounts() throws Exception {
        partial.close();

        assertThatIOException().isThrownBy(partial::sync);

        assertThat(partial.bytesHere()).isEqualTo(MIB);
        assertThat(known(partial.presence(BOOT))).isEqualTo(MIB);
    }

    @Test
    void nothingMoreIsTakenSoThatItIsFoundOutAtOnce() throws Exception {
        BlockSink sink = partial.sink(new Piece(2 * MIB, 3 * MIB, 3 * MIB), "OPEN");
        sink.write(ByteBuffer.wrap(InMemoryLake.bytes("some", MIB - 1)));
        partial.close();
        assertThatIOException().isThrownBy(partial::sync);

        assertThatIOException().isThrownBy(() -> sink.write(ByteBuffer.wrap(new byte[1])));

        assertThatIOException().isThrownBy(partial::sync);
        assertThat(partial.bytesHere() / MIB).isEqualTo(1);
    }

    @Test
    void whatWasWrittenDownOfItIsTakenBack() throws Exception {
        try (var index = new SqliteIndex(directory.resolve("state"));
                var keeper = new Keeper(index, BOOT)) {
            var kept = keeper.keep(file, partial);
            write(2);
            kept.save();
            partial.close();

            await().until(() -> known(noted(index)) == MIB);
            kept.release();
        }
    }

    private void write(int block) throws IOException {
        partial.sink(new Piece((long) block * MIB, (block + 1L) * MIB, file.bytes()), "OPEN")
                .write(ByteBuffer.wrap(InMemoryLake.bytes("block " + block, MIB)));
    }

    private Partial noted(StoreIndex index) {
        return (Partial) index.find(file.instance(), file.did()).orElseThrow().presence();
    }

    private long known(Partial partial) {
        return Blocks.of(partial.marks(), file.bytes(), BOOT).orElseThrow().bytesHere();
    }
}
