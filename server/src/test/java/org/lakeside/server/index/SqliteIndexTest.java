package org.lakeside.server.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.rucio.client.Checksums;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidType;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.transfer.BlockMarks;
import org.lakeside.server.lake.transfer.Download;
import org.lakeside.server.lake.transfer.DownloadState;
import org.lakeside.server.lake.transfer.FileFailure;
import org.lakeside.server.lake.transfer.Fingerprint;
import org.lakeside.server.lake.transfer.Listing;
import org.lakeside.server.lake.transfer.Presence;
import org.lakeside.server.lake.transfer.StoreIndex.Entry;
import org.lakeside.server.lake.transfer.StoreIndex.Totals;
import org.lakeside.server.lake.transfer.StoredFile;

final class SqliteIndexTest {
    private static final Did SET = new Did("s", "set");

    @TempDir
    Path state;

    private SqliteIndex index;

    @BeforeEach
    void open() {
        index = new SqliteIndex(state);
    }

    @AfterEach
    void close() {
        index.close();
    }

    @Test
    void nothingIsOpenedBeforeItIsNeeded() {
        assertThat(state).isEmptyDirectory();
    }

    @Test
    void onlyItsOwnerReadsIt() throws Exception {
        index.put(List.of());

        for (String part : List.of("index.sqlite", "index.sqlite-wal"))
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state.resolve(part))))
                    .isEqualTo("rw-------");
    }

    @Test
    void whatIsPutIsThereAfterReopening() {
        var partial = new Presence.Partial(
                "tmp",
                new BlockMarks(1024, new byte[] {1}, new byte[] {2}, "boot", new byte[] {1, 2, 3, 4}),
                1024,
                List.of("A", "B"));
        index.put(List.of(
                new Entry(file("absent", 1), new Presence.Absent()),
                new Entry(file("partial", 2048), partial),
                new Entry(file("here", 3), new Presence.Complete(new Fingerprint(3, 5, 7), true)),
                new Entry(file("unverified", 4), new Presence.Complete(new Fingerprint(4, 5, 7), false)),
                new Entry(file("bad", 5), new Presence.Bad())));

        index.close();
        index = new SqliteIndex(state);

        assertThat(presence("absent")).isEqualTo(new Presence.Absent());
        assertThat(presence("partial")).usingRecursiveComparison().isEqualTo(partial);
        assertThat(presence("here")).isEqualTo(new Presence.Complete(new Fingerprint(3, 5, 7), true));
        assertThat(presence("unverified")).isEqualTo(new Presence.Complete(new Fingerprint(4, 5, 7), false));
        assertThat(presence("bad")).isEqualTo(new Presence.Bad());
        assertThat(index.find("lake", new Did("s", "never heard of"))).isEmpty();
        assertThat(index.find("other lake", new Did("s", "here"))).isEmpty();
        assertThat(index.temporaries()).containsExactly("tmp");
        assertThat(index.used()).isEqualTo(1024 + 3 + 4);
    }

    @Test
    void filesOfADidComeByNameInPagesAndAddUp() {
        list(file("b", 2), file("c", 4), file("a", 1), file("a", 1));
        index.put(List.of(new Entry(file("b", 2), new Presence.Complete(new Fingerprint(2, 0, 0), true))));

        assertThat(names(Optional.empty(), 2)).containsExactly("a", "b");
        assertThat(names(Optional.of(new Did("s", "b")), 2)).containsExactly("c");
        assertThat(index.totals("lake", SET)).contains(new Totals(3, 7, 1, 2, 0, 0, 0));
        assertThat(index.totals("lake", new Did("s", "never listed"))).isEmpty();
    }

    @Test
    void ofManyDidsThoseThatWereListedAreTold() {
        list(file("a", 1));
        var others = IntStream.range(0, 450).mapToObj(i -> new Did("s", "it's \"" + i));
        var asked = Stream.concat(others, Stream.of(SET, new Did("s", "a"))).toList();

        assertThat(index.listed("lake", asked)).containsExactly(SET);
        assertThat(index.listed("another", asked)).isEmpty();
        assertThat(index.listed("lake", List.of())).isEmpty();
        assertThat(index.findAll("lake", asked)).map(one -> one.file().did()).containsExactly(new Did("s", "a"));
    }

    @Test
    void aNewListingReplacesTheOldOneAndKeepsWhatIsHere() {
        var here = new Presence.Complete(new Fingerprint(2, 0, 0), true);
        list(file("gone", 1), file("same", 2), file("changed", 3));
        index.put(List.of(new Entry(file("same", 2), here), new Entry(file("changed", 3), here)));

        list(file("same", 2), file("changed", 4));

        assertThat(names(Optional.empty(), 10)).containsExactly("changed", "same");
        assertThat(presence("same")).isEqualTo(here);
        assertThat(presence("changed")).isEqualTo(new Presence.Absent());
    }

    @Test
    void aListingThatDoesNotTellAChecksumTakesNoneAway() {
        var both = new Checksums(Optional.of("00000001"), Optional.of("a".repeat(32)));
        var adlerOnly = new Checksums(Optional.of("00000001"), Optional.empty());
        var here = new Presence.Complete(new Fingerprint(2, 0, 0), true);
        index.put(List.of(new Entry(new StoredFile("lake", new Did("s", "f"), 2, both), here)));

        list(new StoredFile("lake", new Did("s", "f"), 2, adlerOnly));

        assertThat(index.find("lake", new Did("s", "f")))
                .contains(new Entry(new StoredFile("lake", new Did("s", "f"), 2, both), here));
    }

    @Test
    void aListThatBreaksOffLeavesTheOneBefore() {
        list(file("a", 1), file("b", 2));

        try (var draft = index.draft("lake", SET)) {
            draft.add(file("c", 3));
        }

        assertThat(names(Optional.empty(), 10)).containsExactly("a", "b");
    }

    @Test
    void aListThatIsBeingMadeIsSeenByNobody() {
        try (var draft = index.draft("lake", SET)) {
            IntStream.range(0, 2500).forEach(i -> draft.add(file("f" + i, 1)));
            assertThat(draft.withoutChecksum(Optional.empty())).isNotEmpty();

            assertThat(index.totals("lake", SET)).isEmpty();
            assertThat(index.type("lake", SET)).isEmpty();

            draft.publish(new Listing.Plan(DidType.DATASET));
            assertThat(index.totals("lake", SET)).map(Totals::files).contains(2500L);
        }
    }

    @Test
    void ofTwoListsThatAreMadeAtTheSameTimeTheLastOneStays() {
        try (var first = index.draft("lake", SET);
                var second = index.draft("lake", SET)) {
            first.add(file("a", 1));
            second.add(file("b", 1));
            second.publish(new Listing.Plan(DidType.DATASET));
            first.publish(new Listing.Plan(DidType.DATASET));
        }

        assertThat(names(Optional.empty(), 10)).containsExactly("a");
    }

    @Test
    void whatCameWithoutAChecksumIsKnownAndCanBeGivenOne() {
        var sum = new Checksums(Optional.empty(), Optional.of("a".repeat(32)));
        try (var draft = index.draft("lake", SET)) {
            IntStream.range(0, 1500).forEach(i -> draft.add(file("f%04d".formatted(i), 1)));
            draft.add(new StoredFile("lake", new Did("s", "a"), 1, sum));

            var first = draft.withoutChecksum(Optional.empty());
            var rest = draft.withoutChecksum(Optional.of(first.getLast().did()));
            assertThat(first.getFirst().did().name()).isEqualTo("f0000");
            assertThat(rest.getLast().did().name()).isEqualTo("f1499");
            assertThat(first.size() + rest.size()).isEqualTo(1500);
            draft.add(new StoredFile("lake", new Did("s", "f0000"), 1, sum));
            assertThat(draft.withoutChecksum(Optional.empty()).getFirst().did().name())
                    .isEqualTo("f0001");
            draft.publish(new Listing.Plan(DidType.DATASET));
        }

        assertThat(index.totals("lake", SET)).map(Totals::files).contains(1501L);
    }

    @Test
    void whatAKilledProcessLeftOfAListIsRemovedWithTheNextOne() throws Exception {
        list(file("a", 1));
        var left = index.draft("lake", new Did("s", "other"));
        left.add(file("b", 1));
        assertThat(left.withoutChecksum(Optional.empty())).hasSize(1); // so it is written
        index.close();
        assertThat(count("draft")).isEqualTo(1);

        index = new SqliteIndex(state);
        list(file("c", 1));
        index.close();

        assertThat(count("draft")).isZero();
        assertThat(count("member")).isEqualTo(1);
    }

    @Test
    void downloadsComeBackAsTheyWere() {
        var problem = new Problem(Problem.Kind.STORAGE_FAILED, "It said no.", "Ask again.")
                .with(Problem.RETRY_AFTER, 20L)
                .with(Problem.DID, "s:f");
        Download failed = download("one", new DownloadState.Failed(Instant.ofEpochMilli(9), problem), 1);
        Download done = download("two", new DownloadState.Done(Instant.ofEpochMilli(8)), 2);
        Download queued = download("three", new DownloadState.Queued(), 3);
        List.of(failed, done, queued).forEach(index::putDownload);

        index.close();
        index = new SqliteIndex(state);

        assertThat(index.downloads()).containsExactly(queued, done, failed);
        index.removeDownload("two");
        assertThat(index.downloads()).containsExactly(queued, failed);
    }

    @Test
    void manyWritersLoseNothing() throws Exception {
        List<StoredFile> files =
                IntStream.range(0, 500).mapToObj(i -> file("f" + i, i)).toList();

        try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
            var outcomes = new ArrayList<Future<?>>();
            for (StoredFile file : files)
                outcomes.add(writers.submit(() -> index.put(List.of(new Entry(file, new Presence.Bad())))));
            for (var outcome : outcomes) outcome.get();
        }

        assertThat(index.findAll("lake", files.stream().map(StoredFile::did).toList()))
                .hasSize(500);
    }

    @Test
    void rubbishIsPutAside() throws Exception {
        Files.write(
                state.resolve("index.sqlite"),
                "this is no database, but long enough to look like one"
                        .repeat(100)
                        .getBytes(StandardCharsets.UTF_8));

        index.put(List.of(new Entry(file("f", 1), new Presence.Bad())));

        assertThat(presence("f")).isEqualTo(new Presence.Bad());
        assertThat(state.resolve("index.sqlite.unusable")).exists();
    }

    @Test
    void theIndexOfALaterVersionIsPutAside() throws Exception {
        try (var later = DriverManager.getConnection("jdbc:sqlite:" + state.resolve("index.sqlite"));
                var statement = later.createStatement()) {
            statement.execute("PRAGMA user_version=999");
        }

        index.put(List.of(new Entry(file("f", 1), new Presence.Bad())));

        assertThat(presence("f")).isEqualTo(new Presence.Bad());
    }

    private List<String> names(Optional<Did> after, int limit) {
        return index.members("lake", SET, after, limit).stream()
                .map(entry -> entry.file().did().name())
                .toList();
    }

    private long count(String table) throws SQLException {
        try (var on = DriverManager.getConnection("jdbc:sqlite:" + state.resolve("index.sqlite"));
                var rows = on.createStatement().executeQuery("SELECT count(*) FROM " + table)) {
            return rows.getLong(1);
        }
    }

    private Presence presence(String name) {
        return index.find("lake", new Did("s", name)).orElseThrow().presence();
    }

    private void list(StoredFile... files) {
        try (var draft = index.draft("lake", SET)) {
            for (StoredFile file : files) draft.add(file);
            draft.publish(new Listing.Plan(DidType.DATASET));
        }
    }

    private static StoredFile file(String name, long bytes) {
        return new StoredFile("lake", new Did("s", name), bytes, Checksums.NONE);
    }

    private static Download download(String id, DownloadState state, long started) {
        var failure = new FileFailure(new Did("s", "f:g"), new Problem(Problem.Kind.NO_REPLICA, "None.", "Ask."));
        return new Download(
                id,
                "lake",
                SET,
                id.equals("three") ? Optional.empty() : Optional.of(DidType.CONTAINER),
                state,
                new Download.Files(3, 2, 1),
                new Download.Bytes(30, 20),
                Instant.ofEpochMilli(started),
                id.equals("one") ? List.of(failure) : List.of(),
                id.equals("two") ? List.of("A", "B") : List.of());
    }
}
