package org.lakeside.server.lake.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that grow, and who tidies them up.
final class PartialsTest {
    private static final int MIB = 1024 * 1024;

    @TempDir
    Path directory;

    private final Storage storage = new Storage("OPEN");
    private final InMemoryLake lake = new InMemoryLake();
    private final byte[] content = InMemoryLake.bytes("f", 4 * MIB);
    private Bench bench;

    @BeforeEach
    void start() {
        bench = open("state");
        lake.file("f", content, storage.put("f", content));
        lake.file("other", content, storage.put("other", content));
    }

    @AfterEach
    void stop() {
        bench.close();
        storage.close();
    }

    @Test
    void anotherStoreOverTheSameDataLeavesAloneWhatGrowsHere() throws Exception {
        fetchHalf();

        try (Bench neighbour = open("another-state")) {
            neighbour.fetch(InMemoryLake.did("other"));
        }

        assertGoesOnInTheMiddle();
    }

    @Test
    void whatGrewWhenAllStoresHadOnePlaceGoesOn() throws Exception {
        fetchHalf();
        bench.close();
        Path grown = bench.growing().getFirst();
        Files.move(grown, partials().resolve(grown.getFileName()));

        bench = open("state");

        assertGoesOnInTheMiddle();
    }

    @Test
    void whatAKilledProcessLeftWithoutANoteIsRemoved() throws Exception {
        fetchHalf();
        bench.close();
        Files.writeString(bench.growing().getFirst().resolveSibling("left-over"), "half a block");

        bench = open("state");
        bench.fetch(InMemoryLake.did("f"));

        assertThat(bench.growing()).isEmpty();
    }

    @Test
    void whatNoStoreHasTouchedForAMonthIsRemoved() throws Exception {
        Path lost = Files.createDirectories(partials().resolve("lost-store"));
        Path forgotten = Files.writeString(lost.resolve("old"), "of a store that is gone");
        Path younger = Files.writeString(partials().resolve("young"), "of a store that may come back");
        touch(forgotten, Duration.ofDays(31));
        touch(younger, Duration.ofDays(29));

        bench.fetch(InMemoryLake.did("f"));

        assertThat(bench.growing()).containsExactly(younger);
    }

    private void fetchHalf() {
        storage.next(Storage::slow);
        String id = bench.downloads
                .start(InMemoryLake.INSTANCE, InMemoryLake.did("f"))
                .id();
        await().until(() -> bench.downloads.find(id).orElseThrow().bytes().done() > 2 * MIB);
        bench.downloads.cancel(id);
        await().until(() -> bench.state(InMemoryLake.did("f")).kind() == LocalState.Kind.PARTIAL);
    }

    private void assertGoesOnInTheMiddle() throws IOException {
        bench.fetch(InMemoryLake.did("f"));

        assertThat(bench.content(InMemoryLake.did("f"))).isEqualTo(content);
        assertThat(storage.asked().getLast()).startsWith("f ").doesNotStartWith("f 0-");
        assertThat(bench.growing()).isEmpty();
    }

    private Bench open(String state) {
        return new Bench(directory, directory.resolve(state), lake, "boot-1");
    }

    private Path partials() {
        return directory.resolve("data/.lakeside/partial");
    }

    private static void touch(Path file, Duration ago) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(ago)));
    }
}
