package org.lakeside.server.lake.browse;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.lakeside.rucio.client.Child;
import org.lakeside.rucio.client.Did;

/// What lies in a collection, page by page. Rucio has neither cursor, offset nor order: a list is read once, as one
/// stream. A list that fits on its first page is never kept, and comes by name; of a longer one the first page goes out
/// as soon as its rows have come, the rest is read on behind it onto the [Shelf], and later pages come from there.
public final class Listings implements AutoCloseable {
    /// Lists that are paged through at a time; the one left alone longest makes room.
    private static final int KEPT = 6;

    private static final Pattern CURSOR = Pattern.compile("(\\d{1,18})-(\\d{1,18})");
    private static final Comparator<Child> BY_NAME = Comparator.comparing(
                    (Child child) -> child.did().name())
            .thenComparing(child -> child.did().scope());

    private final Catalogue catalogue;
    private final Shelf shelf;
    private final AtomicLong lastNumber = new AtomicLong();

    // Guarded by itself.
    private final Map<String, LongListing> kept = new LinkedHashMap<>(16, 0.75f, true);

    public Listings(Catalogue catalogue, Shelf shelf) {
        this.catalogue = catalogue;
        this.shelf = shelf;
    }

    /// A part of a list.
    ///
    /// @param cursor of the next page; empty after the last one
    /// @param total rows in all; empty while the list is still being read
    public record Page(List<Child> rows, Optional<String> cursor, OptionalLong total) {
        public Page {
            rows = List.copyOf(rows);
        }
    }

    public Page first(String instance, Did did, int limit) {
        var rows = catalogue.content(instance, did);
        boolean handedOver = false;
        try {
            Map<Did, Child> first = new LinkedHashMap<>();
            while (first.size() <= limit && rows.hasNext()) {
                var row = rows.next();
                first.putIfAbsent(row.did(), row);
            }
            if (first.size() <= limit) return whole(first.values().stream().toList());
            handedOver = true;
            var listing = keep(LongListing.start(
                    instance, did, rows, List.copyOf(first.values()), shelf, lastNumber.incrementAndGet()));
            return listing.page(0, limit);
        } finally {
            if (!handedOver) rows.close();
        }
    }

    /// The page that a cursor stands for. Of a list that is no longer kept, it is read anew.
    public Page next(String instance, Did did, int limit, String cursor) {
        var parts = CURSOR.matcher(cursor);
        if (!parts.matches()) throw LongListing.badCursor(did);
        long from = Long.parseLong(parts.group(2));
        Optional<LongListing> known;
        synchronized (kept) {
            known = Optional.ofNullable(kept.get(parts.group(1)))
                    .filter(listing -> listing.isOf(instance, did) && listing.isSound());
        }
        return known.orElseGet(() -> keep(LongListing.start(
                        instance,
                        did,
                        catalogue.content(instance, did),
                        List.of(),
                        shelf,
                        lastNumber.incrementAndGet())))
                .page(from, limit);
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

    private static Page whole(List<Child> rows) {
        return new Page(rows.stream().sorted(BY_NAME).toList(), Optional.empty(), OptionalLong.of(rows.size()));
    }

    private LongListing keep(LongListing listing) {
        List<LongListing> left = new ArrayList<>();
        synchronized (kept) {
            kept.put(listing.number(), listing);
            var oldest = kept.values().iterator();
            while (kept.size() - left.size() > KEPT) left.add(oldest.next());
            left.forEach(old -> kept.remove(old.number()));
        }
        left.forEach(LongListing::close);
        return listing;
    }
}
