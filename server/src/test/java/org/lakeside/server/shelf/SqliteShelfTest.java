package org.lakeside.server.shelf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidType;
import org.lakeside.server.SettableClock;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.browse.Row;
import org.lakeside.server.lake.browse.Shelf.Title;

/// What lies on disk, and for how long.
class SqliteShelfTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @TempDir
    Path directory;

    private final SettableClock clock = new SettableClock(NOW);

    @Test
    void rowsComeBackAsTheyWent() {
        var odd = List.of(
                new Row(new Did("odd", "a'b\"c\t日本😀"), DidType.DATASET, OptionalLong.empty(), OptionalLong.of(0)),
                new Row(new Did("odd", " "), DidType.FILE, OptionalLong.of(Long.MAX_VALUE), OptionalLong.of(1)),
                new Row(new Did("odd2", " "), DidType.CONTAINER, OptionalLong.of(0), OptionalLong.empty()));
        try (var shelf = new SqliteShelf(directory, clock);
                var roll = shelf.newRoll()) {
            roll.add(odd);

            assertThat(roll.rows(0, 10)).isEqualTo(odd);
            assertThat(roll.rows(1, 1)).containsExactly(odd.get(1));
        }
    }

    @Test
    void aListThatRestsHasItsRowsAndTakesMore() {
        try (var shelf = new SqliteShelf(directory, clock);
                var roll = shelf.newRoll()) {
            roll.add(rows(1000));
            roll.rest();

            assertThat(roll.rows(0, 1000)).isEqualTo(rows(1000));
            assertThat(roll.add(rows(1001))).isEqualTo(1001);
        }
    }

    @Test
    void aListThatWasThrownAwayRests() {
        try (var shelf = new SqliteShelf(directory, clock)) {
            var roll = shelf.newRoll();
            roll.close();

            roll.rest();

            assertThat(roll.rows(0, 1)).isEmpty();
        }
    }

    @Test
    void whatIsPagedThroughIsGoneWithItsList() throws IOException {
        try (var shelf = new SqliteShelf(directory, clock)) {
            var roll = shelf.newRoll();
            roll.add(rows(10));
            roll.close();

            assertThat(roll.rows(0, 10)).isEmpty();
        }
        assertThat(files("reading")).isEmpty();
    }

    @Test
    void whatAKilledProcessLeftIsCleared() throws IOException {
        Files.createDirectories(directory.resolve("reading"));
        Files.writeString(directory.resolve("reading/7.db"), "half");
        Files.createDirectories(directory.resolve("kept"));
        Files.writeString(directory.resolve("kept/half.db.draft"), "half");

        try (var shelf = new SqliteShelf(directory, clock);
                var roll = shelf.newRoll()) {
            roll.add(rows(1));

            assertThat(files("reading")).hasSize(1);
            roll.keep(title(0), NOW, true);
        }
        assertThat(files("kept")).hasSize(1);
    }

    @Test
    void thoseNotLookedAtForLongestMakeRoom() throws IOException {
        try (var shelf = new SqliteShelf(directory, 5 * 12_288, clock)) {
            keep(shelf, 0);
            keep(shelf, 1);
            clock.advance(Duration.ofMinutes(1));
            shelf.find(title(0)).orElseThrow().roll().close();
            IntStream.range(2, 6).forEach(number -> keep(shelf, number));

            assertThat(shelf.find(title(1))).isEmpty();
            assertThat(shelf.find(title(0))).isPresent();
            assertThat(files("kept").stream()
                            .mapToLong(file -> file.toFile().length())
                            .sum())
                    .isLessThanOrEqualTo(5 * 12_288);
        }
    }

    @Test
    void aHundredThousandRowsAreAddedInBatchesEachOnce() {
        try (var shelf = new SqliteShelf(directory, clock);
                var roll = shelf.newRoll()) {
            for (int from = 0; from < 100_000; from += 500) roll.add(rows(from, from + 500));
            roll.add(rows(99_000, 100_001));

            assertThat(roll.size()).isEqualTo(100_001);
            assertThat(roll.rows(100_000, 10)).hasSize(1);
        }
    }

    @Test
    void whereNothingCanBeWrittenItIsSaidWhereAndWhichSettingHelps() throws IOException {
        var place = Files.writeString(directory.resolve("place"), "not a directory");
        try (var shelf = new SqliteShelf(place, clock)) {
            assertThatExceptionOfType(LakeException.class)
                    .isThrownBy(shelf::newRoll)
                    .extracting(e -> e.problem().detail() + e.problem().remedy())
                    .asString()
                    .contains(place.toString(), "state_dir");
        }
    }

    @Test
    void soItIsWhereTheDirectoryHasGoneMeanwhile() throws IOException {
        try (var shelf = new SqliteShelf(directory, clock)) {
            shelf.newRoll().close();
            Files.delete(directory.resolve("reading"));

            assertThatExceptionOfType(LakeException.class)
                    .isThrownBy(shelf::newRoll)
                    .extracting(e -> e.problem().detail() + e.problem().remedy())
                    .asString()
                    .contains(directory.toString(), "state_dir");
        }
    }

    private void keep(SqliteShelf shelf, int number) {
        clock.advance(Duration.ofMinutes(1));
        try (var roll = shelf.newRoll()) {
            roll.add(rows(10));
            roll.keep(title(number), NOW, true);
        }
    }

    private List<Path> files(String name) throws IOException {
        try (var files = Files.list(directory.resolve(name))) {
            return files.toList();
        }
    }

    private static Title title(int number) {
        return new Title("lake", "jdoe", new Did("user", "set-" + number));
    }

    private static List<Row> rows(int count) {
        return rows(0, count);
    }

    private static List<Row> rows(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> new Row(
                        new Did("user", "a.long.name.as.productions.have.them.%06d".formatted(number)),
                        DidType.FILE,
                        OptionalLong.of(number),
                        OptionalLong.of(1)))
                .toList();
    }
}
