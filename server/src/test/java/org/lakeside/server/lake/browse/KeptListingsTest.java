package org.lakeside.server.lake.browse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.rucio.client.Child;
import org.lakeside.rucio.client.Did;
import org.lakeside.server.SettableClock;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;
import org.lakeside.server.shelf.SqliteShelf;

/// Lists that are kept from one look to the next, and from one run of the service to the next.
class KeptListingsTest {
    private static final Did DID = new Did("user", "dataset");
    private static final Instant BEFORE = Instant.parse("2026-11-22T10:00:00Z");

    @TempDir
    Path directory;

    private final InMemoryCatalogue catalogue = new InMemoryCatalogue();
    private final SettableClock clock = new SettableClock(BEFORE);
    private SqliteShelf shelf;
    private LongListings longOnes;
    private Listings listings;

    @BeforeEach
    void open() {
        shelf = new SqliteShelf(directory, clock);
        longOnes = new LongListings(shelf, 5000, clock);
        listings = new Listings(catalogue, shelf, longOnes, clock);
    }

    @AfterEach
    void close() {
        longOnes.close();
        shelf.close();
    }

    @Test
    void thatOfAClosedDatasetIsShownAgainWithoutAsking() {
        closed(5);
        look();
        awaitClosed();
        clock.advance(Duration.ofHours(1));

        var again = look();

        assertThat(again.rows()).extracting(row -> row.did().name()).isSorted().hasSize(5);
        assertThat(again.kept()).isTrue();
        assertThat(again.asked()).isEqualTo(BEFORE);
        assertThat(catalogue.listed).hasValue(1);
    }

    @Test
    void soIsALongOneAlsoByALaterRunOfTheService() {
        closed(1234);
        look();
        awaitClosed();
        close();
        open();

        assertThat(all()).hasSize(1234).doesNotHaveDuplicates();
        assertThat(catalogue.listed).hasValue(1);
    }

    @Test
    void whoeverWantsToReadItAnewDoes() {
        closed(5);
        look();
        awaitClosed();
        content(7);

        var anew = listings.first("lake", DID, 10, true);

        assertThat(anew.rows()).hasSize(7);
        assertThat(anew.kept()).isFalse();
    }

    @Test
    void thatOfAnOpenDatasetIsReadEachTime() {
        content(5);
        catalogue.known.put(DID, InMemoryCatalogue.dataset(DID, true, 5));
        look();
        awaitKept();
        content(6);

        assertThat(look())
                .returns(false, Page::kept)
                .satisfies(page -> assertThat(page.rows()).hasSize(6));
    }

    @Test
    void thatOfAnOpenDatasetIsShownWithItsAgeWhileRucioIsSilent() {
        content(1234);
        look();
        awaitKept();
        catalogue.silent = true;
        clock.advance(Duration.ofHours(1));

        var page = look();

        assertThat(page.kept()).isTrue();
        assertThat(page.asked()).isEqualTo(BEFORE);
        assertThat(page.problem()).map(Problem::kind).contains(Kind.RUCIO_UNAVAILABLE);
        assertThat(page.rows()).hasSize(10);
        assertThat(page.cursor()).isPresent();
    }

    @Test
    void ofWhatWasNeverReadTheSilenceIsSaid() {
        catalogue.silent = true;

        assertThatExceptionOfType(LakeException.class).isThrownBy(this::look);
    }

    @Test
    void nobodyElseSeesIt() {
        closed(5);
        look();
        awaitClosed();
        catalogue.account = "somebody";
        content(6);

        assertThat(look().rows()).hasSize(6);
    }

    @Test
    void whatMayHaveBeenAddedWhileItWasReadDoesNotCountAsClosed() {
        content(5);
        catalogue.known.put(DID, InMemoryCatalogue.dataset(DID, false, 6));
        look();
        await().until(() -> catalogue.looked.get() == 1);
        content(6);

        assertThat(look().kept()).isFalse();
        awaitClosed();
        assertThat(look().rows()).hasSize(6);
    }

    @Test
    void oneThatBrokeOffIsNotKept() {
        catalogue.content.put(DID, Streams.breakingOff(files(700)));
        catalogue.known.put(DID, InMemoryCatalogue.dataset(DID, false, 700));
        look();
        await().until(() -> catalogue.closed.get() > 0);

        assertThat(kept()).isEmpty();
    }

    @Test
    void oneThatWasCutIsNotKept() {
        catalogue.known.put(DID, InMemoryCatalogue.dataset(DID, false, 5000));
        content(5001);

        assertThat(all()).hasSize(5000);
        assertThat(kept()).isEmpty();
    }

    @Test
    void aDamagedFileIsReadAnewWithoutAWord() {
        closed(1234);
        look();
        awaitClosed();
        overwrite(keptFile(), 100);
        content(1234);

        assertThat(all()).hasSize(1234);
        assertThat(catalogue.listed).hasValue(2);
    }

    @Test
    void soIsAFileWhosePagesAreDamagedBehindTheFirst() {
        closed(3000);
        look();
        awaitClosed();
        overwrite(keptFile(), 4 * 4096);
        content(3000);

        assertThat(all()).hasSizeGreaterThanOrEqualTo(3000).contains("file-2999");
    }

    @Test
    void soIsOneThatALaterVersionMade() throws SQLException {
        closed(5);
        look();
        awaitClosed();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + keptFile());
                var statement = connection.createStatement()) {
            statement.execute("pragma user_version = 99");
        }
        content(5);

        assertThat(look().kept()).isFalse();
    }

    @Test
    void whatIsNoLongerInTheCatalogueIsForgotten() {
        content(5);
        look();
        awaitKept();
        catalogue.content.remove(DID);

        assertThatExceptionOfType(LakeException.class).isThrownBy(this::look);

        assertThat(kept()).isEmpty();
    }

    private Page look() {
        return listings.first("lake", DID, 10, false);
    }

    private List<String> all() {
        List<String> names = new ArrayList<>();
        var page = look();
        page.rows().forEach(row -> names.add(row.did().name()));
        for (Optional<String> cursor = page.cursor(); cursor.isPresent(); cursor = page.cursor()) {
            page = listings.next("lake", DID, 100, cursor.get());
            page.rows().forEach(row -> names.add(row.did().name()));
        }
        return names;
    }

    private void closed(int files) {
        content(files);
        catalogue.known.put(DID, InMemoryCatalogue.dataset(DID, false, files));
    }

    private void content(int files) {
        catalogue.content.put(DID, files(files));
    }

    private static Iterator<Child> files(int count) {
        return IntStream.range(0, count).mapToObj(InMemoryCatalogue::file).iterator();
    }

    private Optional<Boolean> kept() {
        return shelf.find(new Shelf.Title("lake", catalogue.account, DID)).map(found -> {
            found.roll().close();
            return found.closed();
        });
    }

    private void awaitKept() {
        await().until(() -> kept().isPresent());
    }

    private void awaitClosed() {
        await().until(() -> kept().equals(Optional.of(true)));
    }

    private Path keptFile() {
        try (var files = Files.list(directory.resolve("kept"))) {
            return files.findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void overwrite(Path file, long from) {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            int length = (int) Math.min(20_000, channel.size() - from);
            channel.write(ByteBuffer.wrap("damaged!".repeat(length / 8).getBytes(StandardCharsets.UTF_8)), from);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
