package org.lakeside.server.lake.browse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lakeside.rucio.client.SearchType;

/// Searches that somebody scrolls through when their lists have been put away: Rucio may answer in another order.
class SearchAgainTest extends SearchInMemory {
    private static final Search.Wanted WANTED = new Search.Wanted("lake", "user:", SearchType.ALL);

    private final Set<String> seen = new TreeSet<>();

    @BeforeEach
    void fill() {
        catalogue.byScope.put("user", rows("user", 40));
    }

    @Test
    void noRowIsMissed() {
        var cursor = twoPages();
        putAway(cursor);

        seeAllFrom(cursor);

        assertThat(seen).hasSize(40);
    }

    @Test
    void noRowIsMissedAlsoWhenSomebodyOnlyLookedWhetherItIsStillRead() {
        var cursor = twoPages();
        putAway(cursor);
        search.next(WANTED, 1, cursor);

        seeAllFrom(cursor);

        assertThat(seen).hasSize(40);
        assertThat(catalogue.searches).hasSize(3); // the first page, and the whole list twice
    }

    @Test
    void noRowIsMissedWhenThatHappensTwice() {
        var cursor = twoPages();
        putAway(cursor);
        var later = see(cursor);
        longOnes.end(later);
        catalogue.streams.clear();

        seeAllFrom(later);

        assertThat(seen).hasSize(40);
    }

    @Test
    void ofOneThatIsNoLongerKnownAllRowsComeAgain() {
        seeAllFrom("1-10");

        assertThat(seen).hasSize(40);
    }

    private String twoPages() {
        var first = search.first(WANTED, 10).page();
        first.rows().forEach(row -> seen.add(row.did().name()));
        return see(first.cursor().orElseThrow());
    }

    private void putAway(String cursor) {
        longOnes.end(cursor);
        catalogue.streams.put("user", rows("user", 40).reversed().iterator());
    }

    private void seeAllFrom(String from) {
        var cursor = Optional.of(from);
        while (cursor.isPresent()) cursor = Optional.of(see(cursor.get())).filter(next -> !next.isEmpty());
    }

    /// The next page, and the cursor after it; empty after the last one.
    private String see(String cursor) {
        var page = search.next(WANTED, 10, cursor).page();
        page.rows().forEach(row -> seen.add(row.did().name()));
        return page.cursor().orElse("");
    }
}
