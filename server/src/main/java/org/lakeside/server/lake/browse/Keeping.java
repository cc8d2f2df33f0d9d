package org.lakeside.server.lake.browse;

import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.lakeside.rucio.client.DidType;
import org.lakeside.rucio.client.Metadata;
import org.lakeside.server.lake.LakeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps whole lists for later, and finds out whether their collections are closed, behind the back of whoever looks
/// at them.
///
/// A list counts as that of a closed collection only when nothing can have been added while it was read: when the
/// collection was known to be closed before, or when a dataset that is closed afterwards has as many files as were
/// read.
final class Keeping {
    private static final Logger log = LoggerFactory.getLogger(Keeping.class);
    private static final int REMEMBERED = 1000;

    private final Catalogue catalogue;
    private final Shelf shelf;
    private final Clock clock;
    private final Set<Shelf.Title> closed = Collections.synchronizedSet(Collections.newSetFromMap(oldestGoes()));

    Keeping(Catalogue catalogue, Shelf shelf, Clock clock) {
        this.catalogue = catalogue;
        this.shelf = shelf;
        this.clock = clock;
    }

    /// A list that is about to be read.
    ///
    /// @param closed whether nothing can be added while it is
    record Reading(Shelf.Title title, Instant asked, boolean closed) {}

    /// @param anew whether it may have been opened again
    Reading begin(Shelf.Title title, boolean anew) {
        if (anew) closed.remove(title);
        return new Reading(title, clock.instant(), closed.contains(title));
    }

    /// A list that was too short for the shelf.
    void keepInBackground(Reading reading, List<Row> rows) {
        Thread.ofVirtual()
                .name("keeping")
                .start(() -> quietly(reading, () -> {
                    try (var roll = shelf.newRoll()) {
                        roll.add(rows);
                        keep(reading, roll);
                    }
                }));
    }

    /// A list that has been read onto the shelf, in the thread that read it.
    void keep(Reading reading, Shelf.Roll roll) {
        quietly(reading, () -> {
            roll.keep(reading.title(), reading.asked(), reading.closed());
            if (!reading.closed() && isStillRight(reading.title(), roll))
                shelf.markClosed(reading.title(), reading.asked());
        });
    }

    private boolean isStillRight(Shelf.Title title, Shelf.Roll roll) {
        var now = metadata(title);
        if (now.isEmpty() || now.get().open() || now.get().type().equals(Optional.of(DidType.FILE))) return false;
        closed.add(title);
        return now.get().type().equals(Optional.of(DidType.DATASET))
                && now.get().files().equals(OptionalLong.of(roll.size()));
    }

    /// Not by looking it up: of an open collection Rucio would add up all files.
    private Optional<Metadata> metadata(Shelf.Title title) {
        try (var rows = catalogue.metadata(title.instance(), List.of(title.did()))) {
            return rows.hasNext() ? Optional.of(rows.next()) : Optional.empty();
        }
    }

    /// Nobody waits for it, and the list has been shown.
    private static void quietly(Reading reading, Runnable work) {
        try {
            work.run();
        } catch (LakeException | CancellationException e) {
            log.debug("the list of {} is not kept: {}", reading.title().did(), e.getMessage());
        } catch (RuntimeException e) {
            log.warn("the list of {} is not kept", reading.title().did(), e);
        }
    }

    private static Map<Shelf.Title, Boolean> oldestGoes() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Shelf.Title, Boolean> eldest) {
                return size() > REMEMBERED;
            }
        };
    }
}
