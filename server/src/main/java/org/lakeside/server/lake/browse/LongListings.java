package org.lakeside.server.lake.browse;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;

/// The long lists that somebody pages through, those of searches and of collections together. There are only so many:
/// the one left alone longest makes room.
public final class LongListings implements AutoCloseable {
    private static final int AT_ONCE = 16;
    /// Each takes one of the few calls that an instance is asked at a time, for as long as it is read.
    private static final int READ_OF_AN_INSTANCE = 6;

    private static final Duration FOR_A_FULL_PAGE = Duration.ofSeconds(2);

    private static final Pattern CURSOR = Pattern.compile("(\\d{1,18})-(\\d{1,18})");
    private static final Pattern CURSOR_OR_NUMBER = Pattern.compile("(\\d{1,18})(?:-\\d{1,18})?");

    private final Shelf shelf;
    private final LongListing.Limits limits;
    private final AtomicLong lastNumber;

    // Guarded by itself.
    private final Map<String, LongListing> kept = new LinkedHashMap<>(16, 0.75f, true);

    /// @param most rows that are read of a list
    public LongListings(Shelf shelf, long most, Clock clock) {
        this(shelf, new LongListing.Limits(most, FOR_A_FULL_PAGE), clock);
    }

    /// @param most rows that are read of a list
    /// @param stalled so long nothing may come of it while it is read; it ends then with what has come
    public LongListings(Shelf shelf, long most, Duration stalled, Clock clock) {
        this(shelf, new LongListing.Limits(most, FOR_A_FULL_PAGE, stalled), clock);
    }

    LongListings(Shelf shelf, LongListing.Limits limits, Clock clock) {
        this.shelf = shelf;
        this.limits = limits;
        this.lastNumber = new AtomicLong(clock.millis() * 1000); // so that cursors of an earlier process mean nothing
    }

    /// A place in a list.
    record Place(String number, long from) {
        static Place of(String cursor) {
            Matcher parts = CURSOR.matcher(cursor);
            if (parts.matches()) return new Place(parts.group(1), Long.parseLong(parts.group(2)));
            throw new LakeException(new Problem(
                    Kind.BAD_REQUEST,
                    "This is no cursor of a list.",
                    "Ask for the first page again, without a cursor."));
        }
    }

    /// Puts a list away, if there is such a one: its stream ends.
    public void end(String cursorOrNumber) {
        Matcher parts = CURSOR_OR_NUMBER.matcher(cursorOrNumber);
        if (parts.matches()) find(parts.group(1)).ifPresent(this::putAway);
    }

    /// A list that can be paged through.
    Optional<LongListing> find(String number, Question question) {
        return find(number).filter(one -> one.question().equals(question) && one.isSound());
    }

    /// Reads one to its end. The stream is closed then, and also if it cannot be begun.
    ///
    /// @param first rows that come before those of the stream
    /// @param whenWhole told when it has been
    LongListing read(LongListing.Heading heading, Rows<Row> rows, List<Row> first, Consumer<LongListing> whenWhole) {
        var listing = LongListing.of(heading, rows, first, rollFor(heading.question(), rows), whenWhole);
        var other = keep(listing);
        if (other.isPresent()) {
            listing.close();
            return other.get();
        }
        listing.start();
        return listing;
    }

    private Shelf.Roll rollFor(Question question, Rows<Row> rows) {
        try {
            makeRoom(question.instance());
            return shelf.newRoll();
        } catch (RuntimeException e) {
            rows.close();
            throw e;
        }
    }

    LongListing.Heading heading(Question question, Instant asked) {
        return heading(question, asked, false);
    }

    /// One that was read earlier.
    LongListing take(Question question, Shelf.Kept earlier) {
        makeRoom(question.instance());
        var listing = LongListing.ended(heading(question, earlier.asked(), true), earlier.roll());
        keep(listing);
        return listing;
    }

    private LongListing.Heading heading(Question question, Instant asked, boolean kept) {
        var begins = new Place(Long.toString(lastNumber.incrementAndGet()), 0);
        return new LongListing.Heading(question, begins, asked, limits, kept);
    }

    @Override
    public void close() {
        List<LongListing> all;
        synchronized (kept) {
            all = List.copyOf(kept.values());
            kept.clear();
        }
        all.forEach(LongListing::close);
    }

    private Optional<LongListing> find(String number) {
        synchronized (kept) {
            return Optional.ofNullable(kept.get(number));
        }
    }

    private void putAway(LongListing listing) {
        synchronized (kept) {
            kept.remove(listing.number(), listing);
        }
        listing.close();
    }

    /// Before a stream is opened: it may have to wait for the turn of the one that ends.
    private void makeRoom(String instance) {
        List<LongListing> left = new ArrayList<>();
        synchronized (kept) {
            var reading = kept.values().stream()
                    .filter(one -> one.isReading() && one.question().instance().equals(instance))
                    .toList();
            left.addAll(reading.subList(0, Math.max(0, reading.size() + 1 - READ_OF_AN_INSTANCE)));
            left.forEach(one -> kept.remove(one.number(), one));
            for (var oldest = kept.values().iterator(); kept.size() >= AT_ONCE; oldest.remove())
                left.add(oldest.next());
        }
        left.forEach(LongListing::close);
    }

    /// Two may ask for the second page at the same time: the later one gets the list of the earlier.
    private Optional<LongListing> keep(LongListing listing) {
        Optional<LongListing> before;
        synchronized (kept) {
            before = Optional.ofNullable(kept.get(listing.number()));
            if (before.filter(LongListing::isSound).isPresent()) return before;
            kept.put(listing.number(), listing);
        }
        before.ifPresent(LongListing::close);
        return Optional.empty();
    }
}
