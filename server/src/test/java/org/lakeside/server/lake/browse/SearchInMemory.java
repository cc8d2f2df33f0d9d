package org.lakeside.server.lake.browse;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidType;
import org.lakeside.rucio.client.FoundDid;
import org.lakeside.server.SettableClock;
import org.lakeside.server.shelf.SqliteShelf;

/// A search in a catalogue that is in memory. Its long lists lie where those of the service do.
abstract class SearchInMemory {
    /// Rows that are read of a list.
    static final int MOST = 5000;

    final InMemoryCatalogue catalogue = new InMemoryCatalogue();
    final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T10:00:00Z"));

    @TempDir
    Path directory;

    private SqliteShelf shelf;
    LongListings longOnes;
    Search search;

    @BeforeEach
    void open() {
        shelf = new SqliteShelf(directory.resolve("listings"), clock);
        waitForAFullPage(Duration.ofSeconds(30)); // ample, for a busy machine
    }

    /// At most so long.
    final void waitForAFullPage(Duration limit) {
        longOnes = new LongListings(shelf, new LongListing.Limits(MOST, limit), clock);
        search = new Search(catalogue, longOnes, clock);
    }

    @AfterEach
    void close() {
        longOnes.close();
        shelf.close();
    }

    static List<FoundDid> rows(String scope, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> new FoundDid(
                        new Did(scope, "name-" + number), DidType.DATASET, OptionalLong.empty(), OptionalLong.empty()))
                .toList();
    }
}
