package org.lakeside.server.lake.browse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import org.lakeside.rucio.client.Child;
import org.lakeside.rucio.client.Did;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;
import org.lakeside.server.lake.browse.Listings.Page;

/// A list too long for one page, on its way from the catalogue to the shelf. A thread of its own reads it to the end;
/// whoever wants a page waits until its rows have come.
final class LongListing implements AutoCloseable {
    private static final int BATCH = 500;
    /// The stream has limits of its own; this one only keeps a mistake of ours from lasting for ever.
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

    private final String instance;
    private final Did did;
    private final long number;
    private final Rows<Child> rows;
    private final Shelf.Roll roll;
    private final Thread reader;

    // Guarded by `this`.
    private long read;
    private boolean ended;
    private boolean closed;
    private Optional<RuntimeException> failure = Optional.empty();

    private LongListing(String instance, Did did, Rows<Child> rows, List<Child> first, Shelf shelf, long number) {
        this.instance = instance;
        this.did = did;
        this.rows = rows;
        this.number = number;
        this.roll = shelf.newRoll();
        this.reader = Thread.ofVirtual().name("listing-" + number).unstarted(() -> readAll(first));
    }

    static LongListing start(String instance, Did did, Rows<Child> rows, List<Child> first, Shelf shelf, long number) {
        var listing = new LongListing(instance, did, rows, first, shelf, number);
        listing.reader.start();
        return listing;
    }

    String number() {
        return Long.toString(number);
    }

    boolean isOf(String instance, Did did) {
        return this.instance.equals(instance) && this.did.equals(did);
    }

    Page page(long from, int limit) {
        OptionalLong total;
        synchronized (this) {
            await(from + limit + 1);
            if (closed) throw new CancellationException("the listing of %s was put away".formatted(did));
            if (failure.isPresent() && read < from + limit) throw again(failure.get());
            total = ended && failure.isEmpty() ? OptionalLong.of(read) : OptionalLong.empty();
        }
        var page = roll.rows(from, limit);
        long next = from + page.size();
        boolean last = total.isPresent() && next >= total.getAsLong();
        return new Page(page, last ? Optional.empty() : Optional.of(number + "-" + next), total);
    }

    static LakeException badCursor(Did did) {
        return new LakeException(new Problem(
                        Kind.BAD_REQUEST,
                        "This is no cursor of a list of %s.".formatted(did),
                        "Ask for the first page again, without a cursor.")
                .with(Problem.DID, did.toString()));
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        rows.close();
        reader.interrupt();
        roll.close();
    }

    /// Whether it can go on: of one that failed, a later page needs a new reading.
    synchronized boolean isSound() {
        return failure.isEmpty() && !closed;
    }

    private void readAll(List<Child> first) {
        try {
            note(roll.add(first), false);
            List<Child> batch = new ArrayList<>(BATCH);
            while (!isClosed() && rows.hasNext()) {
                batch.add(rows.next());
                if (batch.size() == BATCH) {
                    note(roll.add(batch), false);
                    batch.clear();
                }
            }
            note(roll.add(batch), true);
        } catch (RuntimeException e) {
            synchronized (this) {
                failure = Optional.of(e);
                ended = true;
                notifyAll();
            }
        } finally {
            rows.close();
        }
    }

    private synchronized void note(long read, boolean ended) {
        this.read = read;
        this.ended = ended;
        notifyAll();
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private void await(long rowsWanted) {
        long until = System.nanoTime() + LONGEST_WAIT.toNanos();
        try {
            while (read < rowsWanted && !ended && !closed) {
                long left = (until - System.nanoTime()) / 1_000_000;
                if (left <= 0) throw new IllegalStateException("the listing of %s stands still".formatted(did));
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("waiting for the listing of %s was given up".formatted(did));
        }
    }

    private static RuntimeException again(RuntimeException failure) {
        return failure instanceof LakeException told ? new LakeException(told.problem(), told) : failure;
    }
}
