package org.lakeside.server.lake.browse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.rucio.client.Child;
import org.lakeside.rucio.client.Did;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem.Kind;
import org.lakeside.server.shelf.SqliteShelf;

/// With the real shelf: a fake one would only repeat what we believe of it.
class ListingsTest {
    private static final Did DID = new Did("user", "dataset");

    @TempDir
    Path directory;

    private final InMemoryCatalogue catalogue = new InMemoryCatalogue();
    private final Clock clock = Clock.fixed(Instant.parse("2026-11-22T10:00:00Z"), ZoneOffset.UTC);
    private SqliteShelf shelf;
    private LongListings longOnes;
    private Listings listings;

    @BeforeEach
    void open() {
        shelf = new SqliteShelf(directory.resolve("listings"), clock);
        longOnes = new LongListings(shelf, 5000, clock);
        listings = new Listings(catalogue, shelf, longOnes, clock);
    }

    @AfterEach
    void close() {
        longOnes.close();
        shelf.close();
    }

    @Test
    void aListThatFitsComesByName() {
        catalogue.content.put(
                DID, Stream.of(3, 1, 2).map(InMemoryCatalogue::file).iterator());

        var page = listings.first("lake", DID, 10, false);

        assertThat(page.rows()).extracting(row -> row.did().name()).containsExactly("file-1", "file-2", "file-3");
        assertThat(page.cursor()).isEmpty();
        assertThat(page.total()).isEqualTo(OptionalLong.of(3));
    }

    @Test
    void anEmptyListIsOnePage() {
        catalogue.content.put(DID, List.<Child>of().iterator());

        assertThat(listings.first("lake", DID, 10, false).total()).isEqualTo(OptionalLong.of(0));
    }

    @Test
    void theFirstPageOfALongListDoesNotWaitForTheRest() {
        var gate = new CountDownLatch(1);
        catalogue.content.put(DID, Streams.heldBack(files(0, 2000), 11, gate));

        var page = listings.first("lake", DID, 10, false);

        assertThat(page.rows()).hasSize(10);
        assertThat(page.total()).isEmpty();
        assertThat(page.cursor()).isPresent();
        gate.countDown();
    }

    @Test
    void pagingGivesEveryRowOnceInOrder() {
        catalogue.content.put(DID, files(0, 2345));

        assertThat(allPages(100)).isEqualTo(numbers(2345));
        assertThat(catalogue.listed).hasValue(1);
    }

    @Test
    void aRowThatComesTwiceIsThereOnce() {
        catalogue.content.put(
                DID,
                IntStream.range(0, 3000)
                        .map(number -> number % 1500)
                        .mapToObj(InMemoryCatalogue::file)
                        .iterator());

        assertThat(allPages(100)).isEqualTo(numbers(1500));
    }

    @Test
    void theLastPageKnowsTheTotal() {
        catalogue.content.put(DID, files(0, 15));

        var first = listings.first("lake", DID, 10, false);
        var last = listings.next("lake", DID, 10, first.cursor().orElseThrow());

        assertThat(last.rows()).hasSize(5);
        assertThat(last.cursor()).isEmpty();
        assertThat(last.total()).isEqualTo(OptionalLong.of(15));
    }

    @Test
    void aListThatIsNoLongerKeptIsReadAnewAndGivenFromItsBeginningForItsOrderMayBeAnother() {
        catalogue.content.put(DID, files(0, 30));
        var cursor = listings.first("lake", DID, 10, false).cursor().orElseThrow();
        forgetByOpeningOthers();
        catalogue.content.put(
                DID,
                IntStream.range(0, 30)
                        .mapToObj(number -> InMemoryCatalogue.file(29 - number))
                        .iterator());

        var page = listings.next("lake", DID, 20, cursor);
        var last = listings.next("lake", DID, 20, page.cursor().orElseThrow());

        assertThat(Stream.of(page, last).flatMap(one -> one.rows().stream()))
                .extracting(row -> row.did().name())
                .startsWith("file-29")
                .endsWith("file-0")
                .hasSize(30);
    }

    @Test
    void theStreamOfAListThatFindsNoPlaceOnDiskIsClosed() throws IOException {
        Files.writeString(directory.resolve("listings"), "not a directory");
        catalogue.content.put(DID, files(0, 30));

        assertThatException().isThrownBy(() -> listings.first("lake", DID, 10, false));
        assertThatException().isThrownBy(() -> listings.next("lake", DID, 10, "1-10"));

        assertThat(catalogue.listed).hasValue(2);
        assertThat(catalogue.closed).hasValue(2);
    }

    @Test
    void aListThatBreaksOffSaysSoOnThePageThatMissesRowsAndOnlyThere() {
        catalogue.content.put(DID, Streams.breakingOff(files(0, 25)));
        var first = listings.first("lake", DID, 10, false);

        var second = catchPage(first);

        assertThat(first.rows()).hasSize(10);
        assertThat(second).isEqualTo(Kind.RUCIO_UNAVAILABLE);
    }

    @Test
    void afterABreakTheSameCursorTriesAgain() {
        catalogue.content.put(DID, Streams.breakingOff(files(0, 15)));
        var first = listings.first("lake", DID, 10, false);
        assertThat(catchPage(first)).isEqualTo(Kind.RUCIO_UNAVAILABLE);
        catalogue.content.put(DID, files(0, 15));

        assertThat(listings.next("lake", DID, 20, first.cursor().orElseThrow()).rows())
                .hasSize(15);
    }

    @Test
    void nonsenseIsNoCursor() {
        assertThatExceptionOfType(LakeException.class)
                .isThrownBy(() -> listings.next("lake", DID, 10, "nonsense"))
                .returns(Kind.BAD_REQUEST, e -> e.problem().kind());
    }

    @Test
    void theStreamOfAListThatIsPutAwayIsClosed() {
        var never = new CountDownLatch(1);
        catalogue.content.put(DID, Streams.heldBack(files(0, 2000), 11, never));
        listings.first("lake", DID, 10, false);

        longOnes.close();

        await().until(() -> catalogue.closed.get() > 0);
        never.countDown();
    }

    private Kind catchPage(Page after) {
        try {
            listings.next("lake", DID, 20, after.cursor().orElseThrow());
            throw new AssertionError("a page came");
        } catch (LakeException e) {
            return e.problem().kind();
        }
    }

    private List<String> allPages(int size) {
        List<String> names = new ArrayList<>();
        var page = listings.first("lake", DID, size, false);
        page.rows().forEach(row -> names.add(row.did().name()));
        for (Optional<String> cursor = page.cursor(); cursor.isPresent(); cursor = page.cursor()) {
            page = listings.next("lake", DID, size, cursor.get());
            page.rows().forEach(row -> names.add(row.did().name()));
        }
        return names;
    }

    private void forgetByOpeningOthers() {
        for (int i = 0; i < 20; i++) {
            var other = new Did("user", "other-" + i);
            catalogue.content.put(other, files(0, 30));
            listings.first("lake", other, 10, false);
        }
    }

    private static Iterator<Child> files(int from, int to) {
        return IntStream.range(from, to).mapToObj(InMemoryCatalogue::file).iterator();
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(number -> "file-" + number).toList();
    }
}
