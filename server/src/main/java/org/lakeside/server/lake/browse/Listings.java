package org.lakeside.server.lake.browse;

import java.time.Clock;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lakeside.rucio.client.Did;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.browse.LongListings.Place;

/// What lies in a collection, page by page. Rucio has neither cursor, offset nor order: a list is read once, as one
/// stream. One that fits on its first page comes by name; of a longer one the first page goes out as soon as its rows
/// have come, the rest is read on behind it onto the [Shelf], and later pages come from there.
///
/// Whole lists are kept ([Keeping]). That of a closed collection is shown without asking again; that of an open one
/// only when the catalogue is silent.
public final class Listings {
    private static final Comparator<Row> BY_NAME = Comparator.comparing(
                    (Row row) -> row.did().name())
            .thenComparing(row -> row.did().scope());

    private final Catalogue catalogue;
    private final Shelf shelf;
    private final LongListings longOnes;
    private final Keeping keeping;

    public Listings(Catalogue catalogue, Shelf shelf, LongListings longOnes, Clock clock) {
        this.catalogue = catalogue;
        this.shelf = shelf;
        this.longOnes = longOnes;
        this.keeping = new Keeping(catalogue, shelf, clock);
    }

    /// The first page.
    ///
    /// @param anew whether the catalogue is to be asked, whatever is kept
    public Page first(String instance, Did did, int limit, boolean anew) {
        var title = title(instance, did);
        if (!anew) {
            var closed = findClosed(title).flatMap(one -> page(title, one, limit));
            if (closed.isPresent()) return closed.get();
        }
        try {
            return read(title, limit, anew);
        } catch (LakeException e) {
            if (e.problem().kind() == Problem.Kind.DID_NOT_FOUND) shelf.forget(title);
            if (!e.problem().isAbsence()) throw e;
            return shelf.find(title)
                    .flatMap(one -> page(title, one, limit))
                    .map(page -> page.because(e.problem()))
                    .orElseThrow(() -> e);
        }
    }

    /// The page that a cursor stands for. A list that is no longer there is begun anew, and given from its first
    /// row on: the others may come in another order.
    public Page next(String instance, Did did, int limit, String cursor) {
        var place = Place.of(cursor);
        var title = title(instance, did);
        var question = Question.content(title);
        try {
            var there = longOnes.find(place.number(), question);
            if (there.isPresent()) return there.get().page(place.from(), limit);
            return findClosed(title)
                    .map(one -> longOnes.take(question, one))
                    .orElseGet(() -> readAll(title))
                    .page(0, limit);
        } catch (Shelf.Spoilt e) {
            return readAll(title).page(0, limit);
        }
    }

    private Shelf.Title title(String instance, Did did) {
        return new Shelf.Title(instance, catalogue.account(instance), did);
    }

    private Optional<Shelf.Kept> findClosed(Shelf.Title title) {
        var found = shelf.find(title);
        if (found.isEmpty() || found.get().closed()) return found;
        found.get().roll().close();
        return Optional.empty();
    }

    /// Empty when it turns out to be damaged.
    private Optional<Page> page(Shelf.Title title, Shelf.Kept earlier, int limit) {
        try {
            if (earlier.roll().size() > limit)
                return Optional.of(
                        longOnes.take(Question.content(title), earlier).page(0, limit));
            try (var roll = earlier.roll()) {
                return Optional.of(Page.whole(byName(roll.rows(0, limit)), earlier.asked(), true));
            }
        } catch (Shelf.Spoilt e) {
            return Optional.empty();
        }
    }

    private Page read(Shelf.Title title, int limit, boolean anew) {
        var reading = keeping.begin(title, anew);
        var rows = content(title);
        boolean handedOver = false;
        try {
            Map<Did, Row> first = new LinkedHashMap<>();
            while (first.size() <= limit && rows.hasNext()) {
                var row = rows.next();
                first.putIfAbsent(row.did(), row);
            }
            var soFar = List.copyOf(first.values());
            if (soFar.size() <= limit) {
                keeping.keepInBackground(reading, soFar);
                return Page.whole(byName(soFar), reading.asked(), false);
            }
            handedOver = true;
            return readOn(reading, rows, soFar).page(0, limit);
        } finally {
            if (!handedOver) rows.close();
        }
    }

    private LongListing readAll(Shelf.Title title) {
        var reading = keeping.begin(title, false);
        return readOn(reading, content(title), List.of());
    }

    private LongListing readOn(Keeping.Reading reading, Rows<Row> rows, List<Row> first) {
        return longOnes.read(
                longOnes.heading(Question.content(reading.title()), reading.asked()),
                rows,
                first,
                listing -> keeping.keep(reading, listing.roll()));
    }

    private Rows<Row> content(Shelf.Title title) {
        return catalogue.content(title.instance(), title.did()).map(Row::of);
    }

    private static List<Row> byName(List<Row> rows) {
        return rows.stream().sorted(BY_NAME).toList();
    }
}
