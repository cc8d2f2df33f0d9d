package org.lakeside.server.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.rucio.client.Checksums;
import org.lakeside.rucio.client.Did;
import org.lakeside.server.SmallDisk;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.transfer.Presence;
import org.lakeside.server.lake.transfer.StoreIndex.Entry;
import org.lakeside.server.lake.transfer.StoredFile;

/// An index on a disk that fills up.
final class FullDiskTest {
    private static final int MIB = 1024 * 1024;

    @TempDir
    Path directory;

    @Test
    void whatFindsNoRoomIsSaidAndTheIndexWorksAgainWhenThereIsSome() throws Exception {
        Path state = directory.resolve("state");
        try (var disk = SmallDisk.at(state, 4 * MIB);
                var index = new SqliteIndex(state)) {
            index.put(files("before", 10));
            disk.fill();

            assertNoRoom(() -> index.put(files("meanwhile", 20_000)));
            assertNoRoom(() -> index.put(files("meanwhile", 20_000)));
            assertThat(index.find("lake", new Did("s", "before-9"))).isPresent();

            disk.free();
            index.put(files("after", 10));
            assertThat(index.find("lake", new Did("s", "after-9"))).isPresent();
            assertThat(index.find("lake", new Did("s", "meanwhile-0"))).isEmpty();
        }
    }

    @Test
    void anIndexThatFindsNoRoomToBeMadeIsMadeLater() throws Exception {
        Path state = directory.resolve("state");
        try (var disk = SmallDisk.at(state, 4 * MIB);
                var index = new SqliteIndex(state)) {
            disk.fill();
            assertNoRoom(() -> index.put(files("meanwhile", 1)));

            disk.free();
            index.put(files("after", 1));

            assertThat(index.find("lake", new Did("s", "after-0"))).isPresent();
        }
    }

    private static void assertNoRoom(Runnable write) {
        assertThatExceptionOfType(LakeException.class)
                .isThrownBy(write::run)
                .returns(Problem.Kind.NO_ROOM, e -> e.problem().kind());
    }

    private static List<Entry> files(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new StoredFile("lake", new Did("s", "%s-%d".formatted(name, i)), 1, Checksums.NONE))
                .map(file -> new Entry(file, new Presence.Bad()))
                .toList();
    }
}
