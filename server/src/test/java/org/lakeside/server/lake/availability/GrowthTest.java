package org.lakeside.server.lake.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidType;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;
import org.lakeside.server.lake.transfer.KeptFiles;
import org.lakeside.server.lake.transfer.Listing;
import org.lakeside.server.lake.transfer.Listing.Plan;
import org.lakeside.server.lake.transfer.Listing.Told;

/// A list that is kept, and a catalogue that has moved on; or that does not answer.
@Timeout(60)
class GrowthTest {
    private static final Did DID = new Did("user", "run");
    /// Longer than any question to a lambda takes, also on a busy machine.
    private static final Duration AMPLE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private KeptFiles kept;

    @BeforeEach
    void open() {
        kept = new KeptFiles(directory.resolve("data"), directory.resolve("state"));
    }

    @AfterEach
    void close() {
        kept.close();
    }

    @Test
    void newFilesInAnOpenDatasetAreCounted() {
        list(DidType.DATASET, 3, open(3));

        var handles = handles((_, _) -> told(true, 5));

        assertThat(handles.change()).contains(new Change(2, 2));
        assertThat(handles.problems()).extracting(Problem::kind).containsExactly(Kind.CONTENT_CHANGED);
        assertThat(handles.problems().getFirst().detail())
                .isEqualTo("The catalogue has 2 new files in user:run since its list was read here.");
        assertThat(handles.problems().getFirst().remedy()).isEqualTo("Download it again to get the 2 new files.");
    }

    @Test
    void filesThatWereTakenAwayAreCounted() {
        list(DidType.DATASET, 3, open(3));

        assertThat(handles((_, _) -> told(true, 2)).problems())
                .extracting(Problem::detail)
                .containsExactly("The catalogue has one file fewer in user:run than when its list was read here.");
    }

    @Test
    void aDatasetAsItWasIsNotWorthAWord() {
        list(DidType.DATASET, 3, open(3));

        assertThat(handles((_, _) -> told(true, 3)).problems()).isEmpty();
    }

    @Test
    void aClosedDatasetIsNotAskedFor() {
        list(DidType.DATASET, 3, closed(3));
        var asked = new AtomicInteger();

        handles((_, _) -> {
            asked.incrementAndGet();
            return told(false, 3);
        });

        assertThat(asked).hasValue(0);
    }

    @Test
    void aContainerThatCountsAFileTwiceHasNotGrown() {
        list(DidType.CONTAINER, 3, closed(4));

        assertThat(handles((_, _) -> told(false, 4)).change()).isEmpty();
        assertThat(handles((_, _) -> told(false, 6)).change()).contains(new Change(2, 2));
    }

    @Test
    void aSumThatRucioCouldNotMakeSaysNothing() {
        list(DidType.DATASET, 3, open(3));

        assertThat(handles((_, _) -> new Told(true, OptionalLong.empty(), OptionalLong.empty()))
                        .change())
                .isEmpty();
    }

    @Test
    void aCatalogueThatCannotBeAskedTakesNothingAway() {
        list(DidType.DATASET, 3, open(3));

        var handles = handles((_, _) -> {
            throw new LakeException(new Problem(Kind.NOT_LOGGED_IN, "Nobody is logged in.", "Log in."));
        });

        assertThat(handles.problems()).isEmpty();
    }

    @Test
    void aCatalogueThatHangsIsWaitedForOnceAndShortlyAndItsLateAnswerCounts() {
        list(DidType.DATASET, 3, open(3));
        var other = new Did("user", "other");
        kept.list(other, DidType.DATASET, files(1), open(1));
        var asked = new AtomicInteger();
        var answers = new CountDownLatch(1);
        Counts slow = (_, _) -> {
            asked.incrementAndGet();
            waitFor(answers);
            return told(true, 5);
        };
        try (var attachments = new Attachments(kept.store(), GrowthTest::noListing, slow, Duration.ofMillis(50))) {
            assertThat(attachments.handles("lake", DID, false).change()).isEmpty();
            assertThat(attachments.handles("lake", other, false).change()).isEmpty();
            assertThat(attachments.handles("lake", DID, false).change()).isEmpty();
            await().atMost(AMPLE).until(() -> asked.get() > 0);
            assertThat(asked).hasValue(1);

            answers.countDown();

            await().atMost(AMPLE)
                    .until(() ->
                            attachments.handles("lake", DID, false).change().isPresent());
        }
    }

    @Test
    void anAnswerGivenForAnEarlierListSaysNothingOfTheNewOne() {
        list(DidType.DATASET, 3, open(3));
        var now = new AtomicInteger(5);
        try (var attachments =
                new Attachments(kept.store(), GrowthTest::noListing, (_, _) -> told(true, now.get()), AMPLE)) {
            assertThat(attachments.handles("lake", DID, false).change()).isPresent();

            list(DidType.DATASET, 5, open(5));

            assertThat(attachments.handles("lake", DID, false).change()).isEmpty();
        }
    }

    static Optional<Told> closed(int files) {
        return Optional.of(told(false, files));
    }

    private static Optional<Told> open(int files) {
        return Optional.of(told(true, files));
    }

    private static Told told(boolean open, int files) {
        return new Told(open, OptionalLong.of(files), OptionalLong.of(files));
    }

    private void list(DidType type, int files, Optional<Told> told) {
        kept.list(DID, type, files(files), told);
    }

    private Handles handles(Counts counts) {
        try (var attachments = new Attachments(kept.store(), GrowthTest::noListing, counts, AMPLE)) {
            return attachments.handles("lake", DID, false);
        }
    }

    private static List<Did> files(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Did("user", "file-" + i))
                .toList();
    }

    private static Plan noListing(String instance, Did did, Listing.Files to) {
        throw new AssertionError("the catalogue was asked for the files of " + did);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
