package org.lakeside.server.lake.browse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lakeside.rucio.client.SearchType;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;

/// What whoever waits for a page of a list learns when something happens to it.
class LongListingTest {
    private static final LongListing.Limits LIMITS = new LongListing.Limits(5000, Duration.ofMillis(100));

    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicBoolean whole = new AtomicBoolean();
    private final HeldBack rows = new HeldBack();
    private final FullAtFirst roll = new FullAtFirst();
    private final LongListing listing = LongListing.of(
            new LongListing.Heading(
                    Question.search("lake", "jdoe", SearchType.ALL, "user:"),
                    new LongListings.Place("7", 0),
                    Instant.EPOCH,
                    LIMITS,
                    false),
            rows,
            List.of(),
            roll,
            _ -> whole.set(true));

    @AfterEach
    void close() {
        gate.countDown();
        listing.close();
    }

    @Test
    void oneWhoseRowsFoundNoRoomOnceIsNoWholeListLater() {
        listing.start();

        assertThatExceptionOfType(LakeException.class)
                .isThrownBy(() -> listing.page(0, 10))
                .returns(Kind.NO_ROOM, e -> e.problem().kind());
        gate.countDown();

        await().until(() -> rows.closed);
        assertThat(whole).isFalse();
        assertThat(listing.isSound()).isFalse();
        assertThatExceptionOfType(LakeException.class)
                .isThrownBy(() -> listing.page(0, 10))
                .returns(Kind.NO_ROOM, e -> e.problem().kind());
    }

    @Test
    void whoWaitsForOneThatIsPutAwayIsTold() {
        roll.full = false;
        listing.start();
        Thread.ofVirtual().start(listing::close);

        assertThatExceptionOfType(LakeException.class)
                .isThrownBy(() -> listing.page(4, 10))
                .returns(Kind.GIVEN_UP, e -> e.problem().kind());
    }

    @Test
    void whoWritesRowsOfOneThatIsPutAwayIsToldTheSame() {
        roll.atFirst = listing::close;
        listing.start();

        assertThatExceptionOfType(LakeException.class)
                .isThrownBy(() -> listing.page(0, 10))
                .returns(Kind.GIVEN_UP, e -> e.problem().kind());
    }

    @Test
    void aListMayStandStillForAMinute() {
        listing.start();

        assertThat(rows.patience).isEqualTo(Duration.ofSeconds(60));
    }

    /// Three rows, and more behind a gate.
    private final class HeldBack implements Rows<Row> {
        private final Iterator<Row> rows = Streams.heldBack(
                IntStream.range(0, 30)
                        .mapToObj(InMemoryCatalogue::file)
                        .map(Row::of)
                        .iterator(),
                3,
                gate);
        private volatile boolean closed;
        private Duration patience = Duration.ZERO;

        @Override
        public void patience(Duration limit) {
            patience = limit;
        }

        @Override
        public boolean hasNext() {
            return rows.hasNext();
        }

        @Override
        public Row next() {
            return rows.next();
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /// On a disk that is full when the first rows come, and later is not.
    private static final class FullAtFirst implements Shelf.Roll {
        private final List<Row> there = new ArrayList<>();
        private volatile Runnable atFirst = () -> {};
        private volatile boolean full = true;

        @Override
        public synchronized long add(List<Row> rows) {
            if (full && !rows.isEmpty()) {
                full = false;
                atFirst.run();
                throw new LakeException(new Problem(Kind.NO_ROOM, "The disk is full.", "Free some room."));
            }
            there.addAll(rows);
            return there.size();
        }

        @Override
        public synchronized long size() {
            return there.size();
        }

        @Override
        public synchronized List<Row> rows(long from, int limit) {
            return there.stream().skip(from).limit(limit).toList();
        }

        @Override
        public void keep(Shelf.Title title, Instant asked, boolean closed) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void rest() {
            // nothing is held
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
