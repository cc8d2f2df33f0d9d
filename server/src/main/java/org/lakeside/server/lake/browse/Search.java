package org.lakeside.server.lake.browse;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.SearchQuery;
import org.lakeside.rucio.client.SearchType;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.browse.LongListings.Place;

/// Finds DIDs by what a person typed.
///
/// [SearchText] says what that may be.
///
/// The first page comes by a limit, and nothing else is asked for. Who wants the next one opens one stream of all that
/// is found, which is read to its end behind the first page's rows.
public final class Search {
    /// Looked into for the first page; the others are read behind it.
    private static final int SCOPES = 20;
    /// First pages that are remembered until somebody scrolls on.
    private static final int REMEMBERED = 24;

    private final Catalogue catalogue;
    private final LongListings longOnes;
    private final ScopeBook book;
    private final Clock clock;

    // Guarded by itself.
    private final Map<String, Begun> begun = new LinkedHashMap<>();

    public Search(Catalogue catalogue, LongListings longOnes, Clock clock) {
        this.catalogue = catalogue;
        this.longOnes = longOnes;
        this.book = new ScopeBook(catalogue, clock);
        this.clock = clock;
    }

    /// What was found.
    ///
    /// @param scope where was looked; empty for those of the account and then others, which a note says more of
    public record Found(Page page, Optional<String> scope, Understood understood) {}

    /// What a person wants.
    public record Wanted(String instance, String typed, SearchType type) {}

    private record Begun(LongListing.Heading heading, List<Row> first) {}

    /// The first page.
    ///
    /// @param anew whether the catalogue is to be asked, whatever is remembered of it
    public Found first(Wanted wanted, int limit, boolean anew) {
        if (anew) {
            book.forget(wanted.instance());
            catalogue.forget(wanted.instance());
        }
        return first(wanted, limit);
    }

    Found first(Wanted wanted, int limit) {
        return switch (SearchText.read(wanted.typed())) {
            case Understood.Dids dids -> lookUp(wanted, dids);
            case Understood.Pattern pattern -> first(wanted, pattern, limit);
        };
    }

    private Found first(Wanted wanted, Understood.Pattern pattern, int limit) {
        var heading = longOnes.heading(question(wanted), clock.instant());
        if (pattern.scope().isEmpty()) return anywhere(wanted, pattern, limit, heading);
        var rows = firstRows(wanted, pattern.scope().stream().toList(), pattern, limit + 1);
        if (rows.size() > limit) return begin(heading, rows, limit, pattern);
        return whole(
                heading,
                rows,
                rows.isEmpty() ? explained(wanted, pattern.scope().get(), pattern) : pattern);
    }

    /// In the scopes of the account, and then in others. What these have is not waited for when there is a page without
    /// them, or a part of one.
    private Found anywhere(Wanted wanted, Understood.Pattern pattern, int limit, LongListing.Heading heading) {
        boolean isSomebody = !catalogue.account(wanted.instance()).isEmpty();
        var own = catalogue.scopes(wanted.instance());
        var rows = firstRows(wanted, own.stream().limit(SCOPES).toList(), pattern, limit + 1);
        if (rows.size() > limit)
            return begin(heading, rows, limit, isSomebody ? pattern.and(ScopeOrder.ownFirst(own)) : pattern);
        var order = ScopeOrder.of(book, wanted.instance(), own);
        var told = isSomebody ? pattern.and(order.words()) : pattern;
        var rest = order.inTurn().stream().limit(SCOPES).skip(own.size()).toList();
        var both = Stream.concat(rows.stream(), firstRows(wanted, rest, pattern, limit + 1 - rows.size()).stream())
                .toList();
        if (both.size() <= limit && order.inTurn().size() <= SCOPES) return whole(heading, both, told);
        var begun = begin(heading, both, limit, told);
        return both.isEmpty() ? found(list(wanted, pattern, heading.begins()).page(0, limit), told) : begun;
    }

    private static Found whole(LongListing.Heading heading, List<Row> rows, Understood.Pattern pattern) {
        return new Found(Page.whole(rows, heading.asked(), false), pattern.scope(), pattern);
    }

    private Found begin(LongListing.Heading heading, List<Row> rows, int limit, Understood.Pattern pattern) {
        remember(new Begun(heading, rows));
        int shown = Math.min(limit, rows.size());
        return new Found(
                new Page(
                        rows.subList(0, shown),
                        Optional.of(heading.cursor(shown)),
                        OptionalLong.empty(),
                        rows.size(),
                        Optional.empty(),
                        heading.asked(),
                        false,
                        Optional.empty()),
                pattern.scope(),
                pattern);
    }

    /// Nothing was found: Rucio says the same of a scope that does not exist.
    private Understood.Pattern explained(Wanted wanted, String scope, Understood.Pattern pattern) {
        try {
            var own = catalogue.scopes(wanted.instance());
            if (own.contains(scope) || book.has(wanted.instance(), scope)) return pattern;
            var whose = catalogue.account(wanted.instance()).isEmpty() ? "There are" : "Yours";
            var others = own.isEmpty()
                    ? ""
                    : " %s: %s."
                            .formatted(
                                    whose,
                                    String.join(", ", own.stream().limit(5).toList()));
            return pattern.and("There is no scope '%s'.%s".formatted(BadSearch.shown(scope), others));
        } catch (LakeException e) {
            return pattern; // nothing was found, which is true
        }
    }

    /// All of them on one page: there are only so many.
    private Found lookUp(Wanted wanted, Understood.Dids asked) {
        var at = clock.instant();
        Map<Did, Row> found = new HashMap<>();
        try (var rows = catalogue.metadata(wanted.instance(), asked.dids()).map(Row::of)) {
            while (rows.hasNext()) {
                var row = rows.next();
                found.put(row.did(), row);
            }
        }
        var missing =
                asked.dids().stream().filter(did -> !found.containsKey(did)).toList();
        var rows = asked.dids().stream()
                .flatMap(did -> Stream.ofNullable(found.get(did)))
                .toList();
        return new Found(Page.whole(rows, at, false), Optional.empty(), asked.and(missing));
    }

    /// The page that a cursor stands for. A list that is no longer there is read anew, and all that followed the first
    /// page is given again: it may come in another order.
    public Found next(Wanted wanted, int limit, String cursor) {
        var place = Place.of(cursor);
        if (!(SearchText.read(wanted.typed()) instanceof Understood.Pattern pattern)) return first(wanted, limit);
        try {
            return found(list(wanted, pattern, place).page(place.from(), limit), pattern);
        } catch (Shelf.Spoilt e) {
            longOnes.end(place.number());
            return found(list(wanted, pattern, place).page(place.from(), limit), pattern);
        }
    }

    private static Found found(Page page, Understood.Pattern pattern) {
        var told = page.cut().map(cut -> pattern.and(cut.words(page.read()))).orElse(pattern);
        return new Found(page, pattern.scope(), told);
    }

    private LongListing list(Wanted wanted, Understood.Pattern pattern, Place place) {
        var question = question(wanted);
        return longOnes.find(place.number(), question).orElseGet(() -> {
            var begun = known(place.number(), question)
                    .orElseGet(() -> new Begun(longOnes.heading(question, clock.instant()), List.of()));
            var first = begun.first();
            var heading = begun.heading().beginning(Math.max(0, place.from() - first.size()));
            return longOnes.read(heading, all(wanted, pattern), first, _ -> {});
        });
    }

    /// Every row there is.
    private Rows<Row> all(Wanted wanted, Understood.Pattern pattern) {
        List<Supplier<Rows<Row>>> streams = new ArrayList<>();
        for (var scope : scopes(wanted, pattern))
            streams.add(() -> rows(wanted, scope, pattern, SearchQuery.UNLIMITED));
        return new InTurn<>(streams);
    }

    private List<Row> firstRows(Wanted wanted, List<String> scopes, Understood.Pattern pattern, int most) {
        try {
            return rowsOf(wanted, scopes, pattern, most);
        } catch (LakeException e) {
            boolean mayBeTheKey = e.problem().kind() == Problem.Kind.BAD_REQUEST;
            if (!mayBeTheKey || pattern.ownKeys().isEmpty()) throw e;
            var key = pattern.ownKeys().getFirst();
            throw BadSearch.at(
                    Math.max(0, wanted.typed().indexOf(key)),
                    "Rucio does not search for '%s': it knows no such key here, or not beside keys of its own."
                            .formatted(key),
                    "Type one of its own keys, such as %s."
                            .formatted(SearchKeys.ALL.stream()
                                    .limit(5)
                                    .map(SearchKey::key)
                                    .collect(Collectors.joining(", "))));
        }
    }

    private List<Row> rowsOf(Wanted wanted, List<String> scopes, Understood.Pattern pattern, int most) {
        Map<Did, Row> found = new LinkedHashMap<>();
        for (var scope : scopes) {
            if (found.size() >= most) break;
            try (var rows = rows(wanted, scope, pattern, most - found.size())) {
                while (rows.hasNext() && found.size() < most) {
                    var row = rows.next();
                    found.putIfAbsent(row.did(), row);
                }
            }
        }
        return List.copyOf(found.values());
    }

    private Rows<Row> rows(Wanted wanted, String scope, Understood.Pattern pattern, int limit) {
        return catalogue
                .search(
                        wanted.instance(),
                        new SearchQuery(scope, pattern.names(), wanted.type(), limit, pattern.filters()))
                .map(Row::of);
    }

    private List<String> scopes(Wanted wanted, Understood.Pattern pattern) {
        return pattern.scope()
                .map(List::of)
                .orElseGet(() -> ScopeOrder.of(book, wanted.instance(), catalogue.scopes(wanted.instance()))
                        .inTurn());
    }

    private Question question(Wanted wanted) {
        return Question.search(wanted.instance(), catalogue.account(wanted.instance()), wanted.type(), wanted.typed());
    }

    private void remember(Begun one) {
        synchronized (begun) {
            begun.put(one.heading().begins().number(), one);
            for (var oldest = begun.values().iterator(); begun.size() > REMEMBERED; oldest.remove()) oldest.next();
        }
    }

    private Optional<Begun> known(String number, Question question) {
        synchronized (begun) {
            return Optional.ofNullable(begun.get(number))
                    .filter(one -> one.heading().question().equals(question));
        }
    }
}
