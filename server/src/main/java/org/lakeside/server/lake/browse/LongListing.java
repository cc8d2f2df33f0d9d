package org.lakeside.server.lake.browse;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.browse.LongListings.Place;
import org.lakeside.server.lake.browse.Page.Cut;

/// A list too long for one page, on its way from the catalogue to the shelf. A thread of its own reads it to the end,
/// whoever asks for pages or not: a stream that is not read keeps a thread of the catalogue's busy. Whoever wants a
/// page waits until its rows have come, or for a moment if there is a part of it.
final class LongListing implements AutoCloseable {
    private static final int BATCH = 500;
    private static final Duration STALLED = Duration.ofSeconds(60);
    /// The stream has limits of its own; this one only keeps a mistake of ours from lasting for ever.
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(100);

    private final Heading heading;
    private final Rows<Row> rows;
    private final Shelf.Roll roll;
    private final ReentrantLock writing = new ReentrantLock();
    private final Thread reader;

    // Guarded by `this`.
    private List<Row> batch = new ArrayList<>();
    private long read;
    private long wanted;
    private boolean ended;
    private boolean closed;
    private Optional<Cut> cut = Optional.empty();
    private Optional<RuntimeException> failure = Optional.empty();

    /// What a list is, beside its rows.
    ///
    /// @param begins its first row; places before that were given out by an earlier reading
    /// @param asked when the catalogue was asked for it
    /// @param kept whether it was read earlier
    record Heading(Question question, Place begins, Instant asked, Limits limits, boolean kept) {
        /// Of the place before the row with this number, from 0.
        String cursor(long row) {
            return begins.number() + "-" + (begins.from() + row);
        }

        Heading beginning(long from) {
            return new Heading(question, new Place(begins.number(), from), asked, limits, kept);
        }
    }

    /// How far it goes.
    ///
    /// @param rows the most that are read of it
    /// @param fullPage so long a page waits to be full
    /// @param stalled so long nothing may come while it is read
    record Limits(long rows, Duration fullPage, Duration stalled) {
        Limits(long rows, Duration fullPage) {
            this(rows, fullPage, STALLED);
        }
    }

    private LongListing(
            Heading heading, Rows<Row> rows, List<Row> first, Shelf.Roll roll, Consumer<LongListing> whenWhole) {
        this.heading = heading;
        this.rows = rows;
        this.roll = roll;
        this.reader = Thread.ofVirtual().name("listing-" + number()).unstarted(() -> readAll(first, whenWhole));
    }

    /// One that [#start] begins to read.
    ///
    /// @param first rows that come before those of the stream
    /// @param whenWhole told when the list has been read to its end
    static LongListing of(
            Heading heading, Rows<Row> rows, List<Row> first, Shelf.Roll roll, Consumer<LongListing> whenWhole) {
        return new LongListing(heading, rows, first, roll, whenWhole);
    }

    /// One that has been read.
    static LongListing ended(Heading heading, Shelf.Roll roll) {
        var listing = new LongListing(heading, Rows.none(), List.of(), roll, _ -> {});
        listing.note(roll.size());
        listing.end(Optional.empty());
        return listing;
    }

    void start() {
        rows.patience(heading.limits().stalled());
        reader.start();
    }

    String number() {
        return heading.begins().number();
    }

    Question question() {
        return heading.question();
    }

    Instant asked() {
        return heading.asked();
    }

    Shelf.Roll roll() {
        return roll;
    }

    /// @param place of its first row, which is that of the list for places before that
    Page page(long place, int limit) {
        long from = Math.max(0, place - heading.begins().from());
        await(from, limit);
        long readByNow;
        boolean whole;
        boolean over;
        Optional<Cut> cutBy;
        synchronized (this) {
            if (closed) throw putAway();
            if (failure.isPresent() && read < from + limit) throw again(failure.get());
            readByNow = read;
            over = ended && failure.isEmpty();
            whole = over && cut.isEmpty();
            cutBy = cut;
        }
        var page = roll.rows(from, limit);
        long next = from + page.size();
        return new Page(
                page,
                over && next >= readByNow ? Optional.empty() : Optional.of(heading.cursor(next)),
                whole ? OptionalLong.of(readByNow) : OptionalLong.empty(),
                readByNow,
                cutBy,
                heading.asked(),
                heading.kept(),
                Optional.empty());
    }

    @Override
    public void close() {
        boolean reading;
        synchronized (this) {
            reading = !ended;
            closed = true;
            notifyAll();
        }
        rows.close();
        if (reading) reader.interrupt(); // it may wait for its turn at the catalogue
        roll.close();
    }

    /// Whether it can go on: of one that failed, a later page needs a new reading.
    synchronized boolean isSound() {
        return failure.isEmpty() && !closed;
    }

    /// Whether the catalogue is still sending it.
    synchronized boolean isReading() {
        return !ended && !closed;
    }

    private void readAll(List<Row> first, Consumer<LongListing> whenWhole) {
        boolean whole = false;
        try (rows) {
            addAll(first);
            flush();
            whole = readRows();
        } catch (LakeException e) {
            if (e.problem().more().containsKey(Problem.STALLED)) endStalled();
            else fail(e);
        } catch (RuntimeException e) {
            fail(e);
        }
        if (whole && isSound()) whenWhole.accept(this);
        roll.rest();
    }

    private boolean readRows() {
        while (rows.hasNext()) {
            if (isFull()) {
                end(Optional.of(Cut.LIMIT));
                return false;
            }
            if (add(rows.next())) flush();
        }
        flush();
        end(Optional.empty());
        return true;
    }

    /// What came before is good.
    private void endStalled() {
        flush();
        end(Optional.of(Cut.STALLED));
    }

    /// Of rows that may have come twice, only the shelf knows how many there are.
    private boolean isFull() {
        synchronized (this) {
            if (read + batch.size() < heading.limits().rows()) return false;
        }
        flush();
        synchronized (this) {
            return read >= heading.limits().rows();
        }
    }

    private synchronized void addAll(List<Row> first) {
        batch.addAll(first);
    }

    /// Whether somebody waits for what is in the batch, or there is enough of it.
    private synchronized boolean add(Row row) {
        if (closed || failure.isPresent()) throw new CancellationException("nobody can use what follows");
        batch.add(row);
        return batch.size() >= BATCH || (read < wanted && read + batch.size() >= wanted);
    }

    /// Without rows that could not be written, a list is of no use, whoever tried.
    private void flush() {
        writing.lock();
        try {
            List<Row> full;
            synchronized (this) {
                full = batch;
                batch = new ArrayList<>(Math.min(BATCH, full.size()));
            }
            note(roll.add(full));
        } catch (RuntimeException e) {
            fail(e);
        } finally {
            writing.unlock();
        }
    }

    private synchronized void note(long read) {
        this.read = read;
        notifyAll();
    }

    private synchronized void end(Optional<Cut> by) {
        cut = by;
        ended = true;
        notifyAll();
    }

    private synchronized void fail(RuntimeException e) {
        if (failure.isEmpty()) failure = Optional.of(e);
        ended = true;
        notifyAll();
    }

    /// Until the page is full, or for a moment if there is a part of it.
    private void await(long from, int limit) {
        long began = System.nanoTime();
        if (awaitRows(from + limit + 1, began + heading.limits().fullPage().toNanos())) return;
        want(from + 1); // first: of a row that comes after the flush the reader knows that somebody waits for it
        flush();
        if (awaitRows(from + 1, began + LONGEST_WAIT.toNanos())) return;
        throw new IllegalStateException(
                "the list of '%s' stands still".formatted(heading.question().what()));
    }

    private synchronized void want(long rowsWanted) {
        wanted = rowsWanted;
    }

    private synchronized boolean awaitRows(long rowsWanted, long until) {
        try {
            wanted = rowsWanted;
            while (read < rowsWanted && !ended && !closed) {
                long left = (until - System.nanoTime()) / 1_000_000;
                if (left <= 0) return false;
                wait(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("waiting for the list of '%s' was given up"
                    .formatted(heading.question().what()));
        }
    }

    private static LakeException putAway() {
        return new LakeException(new Problem(
                Problem.Kind.GIVEN_UP,
                "This list was put away before the page had come, to make room for others.",
                "Ask for it again."));
    }

    private static RuntimeException again(RuntimeException failure) {
        return failure instanceof LakeException told ? new LakeException(told.problem(), told) : failure;
    }
}
