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
    /// More scopes than a person has; operators with thousands find the first page in the first ones.
    private static final int SCOPES = 20;
    /// First pages that are remembered until somebody scrolls on.
    private static final int REMEMBERED = 24;

    private final Catalogue catalogue;
    private final LongListings longOnes;
    private final Clock clock;

    // Guarded by itself.
    private final Map<String, Begun> begun = new LinkedHashMap<>();

    public Search(Catalogue catalogue, LongListings longOnes, Clock clock) {
        this.catalogue = catalogue;
        this.longOnes = longOnes;
        this.clock = clock;
    }

    /// What was found.
    ///
    /// @param scope where was looked; empty for the scopes of the account
    public record Found(Page page, Optional<String> scope, Understood understood) {}

    /// What a person wants.
    public record Wanted(String instance, String typed, SearchType type) {}

    private record Begun(LongListing.Heading heading, List<Row> first) {}

    public Found first(Wanted wanted, int limit) {
        return switch (SearchText.read(wanted.typed())) {
            case Understood.Dids dids -> lookUp(wanted, dids);
            case Understood.Pattern pattern -> first(wanted, pattern, limit);
        };
    }

    private Found first(Wanted wanted, Understood.Pattern pattern, int limit) {
        var scopes = scopes(wanted, pattern);
        var heading = longOnes.heading(question(wanted), clock.instant());
        var rows = firstRows(wanted, scopes.subList(0, Math.min(SCOPES, scopes.size())), pattern, limit + 1);
        if (rows.size() <= limit && scopes.size() <= SCOPES)
            return new Found(
                    Page.whole(rows, heading.asked(), false),
                    pattern.scope(),
                    rows.isEmpty() ? explained(wanted, pattern) : pattern);
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
    private Understood explained(Wanted wanted, Understood.Pattern pattern) {
        try {
            if (pattern.scope().isEmpty()) return pattern;
            var scope = pattern.scope().get();
            var own = catalogue.scopes(wanted.instance());
            if (own.contains(scope) || catalogue.hasScope(wanted.instance(), scope)) return pattern;
            var yours = own.isEmpty()
                    ? ""
                    : " Yours: %s."
                            .formatted(String.join(", ", own.stream().limit(5).toList()));
            return pattern.and("There is no scope '%s'.%s".formatted(BadSearch.shown(scope), yours));
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

    /// The page that a cursor stands for. Of a list that is no longer there, it is read anew.
    public Found next(Wanted wanted, int limit, String cursor) {
        var place = Place.of(cursor);
        if (!(SearchText.read(wanted.typed()) instanceof Understood.Pattern pattern)) return first(wanted, limit);
        try {
            return new Found(list(wanted, pattern, place.number()).page(place.from(), limit), pattern.scope(), pattern);
        } catch (Shelf.Spoilt e) {
            longOnes.end(place.number());
            return new Found(list(wanted, pattern, place.number()).page(place.from(), limit), pattern.scope(), pattern);
        }
    }

    private LongListing list(Wanted wanted, Understood.Pattern pattern, String number) {
        var question = question(wanted);
        return longOnes.find(number, question).orElseGet(() -> {
            var first = known(number, question)
                    .orElseGet(() -> new Begun(longOnes.heading(question, clock.instant()), List.of()));
            return longOnes.read(first.heading(), all(wanted, pattern), first.first(), _ -> {});
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
        return pattern.scope().map(List::of).orElseGet(() -> catalogue.scopes(wanted.instance()));
    }

    private Question question(Wanted wanted) {
        return Question.search(wanted.instance(), catalogue.account(wanted.instance()), wanted.type(), wanted.typed());
    }

    private void remember(Begun one) {
        synchronized (begun) {
            begun.put(Long.toString(one.heading().number()), one);
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
