package org.lakeside.server.lake.browse;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.SearchQuery;
import org.lakeside.rucio.client.SearchType;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;
import org.lakeside.server.lake.browse.LongListings.Place;

/// Finds DIDs by what a person typed.
///
/// `scope:name` finds what begins so in that scope, `scope:*name*` what contains it, `scope:` all of it. Without a
/// colon, the name is looked for anywhere in names, in the scopes of the account. A `*` anywhere in the name turns
/// this completing off: the pattern is then taken as it is.
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
    public record Found(Page page, Optional<String> scope) {}

    /// What a person wants.
    public record Wanted(String instance, String typed, SearchType type) {
        public Wanted {
            typed = typed.strip();
        }
    }

    private record Begun(LongListing.Heading heading, List<Row> first) {}

    private record Pattern(Optional<String> scope, String names) {}

    public Found first(Wanted wanted, int limit) {
        var pattern = pattern(wanted);
        var scopes = scopes(wanted, pattern);
        var heading = longOnes.heading(question(wanted), clock.instant());
        var rows = firstRows(wanted, scopes.subList(0, Math.min(SCOPES, scopes.size())), pattern, limit + 1);
        if (rows.size() <= limit && scopes.size() <= SCOPES)
            return new Found(Page.whole(rows, heading.asked(), false), pattern.scope());
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
                pattern.scope());
    }

    /// The page that a cursor stands for. Of a list that is no longer there, it is read anew.
    public Found next(Wanted wanted, int limit, String cursor) {
        var place = Place.of(cursor);
        var pattern = pattern(wanted);
        try {
            return new Found(list(wanted, pattern, place.number()).page(place.from(), limit), pattern.scope());
        } catch (Shelf.Spoilt e) {
            longOnes.end(place.number());
            return new Found(list(wanted, pattern, place.number()).page(place.from(), limit), pattern.scope());
        }
    }

    private LongListing list(Wanted wanted, Pattern pattern, String number) {
        var question = question(wanted);
        return longOnes.find(number, question).orElseGet(() -> {
            var first = known(number, question)
                    .orElseGet(() -> new Begun(longOnes.heading(question, clock.instant()), List.of()));
            return longOnes.read(first.heading(), all(wanted, pattern), first.first(), _ -> {});
        });
    }

    /// Every row there is.
    private Rows<Row> all(Wanted wanted, Pattern pattern) {
        List<Supplier<Rows<Row>>> streams = new ArrayList<>();
        for (var scope : scopes(wanted, pattern))
            streams.add(() -> rows(wanted, scope, pattern, SearchQuery.UNLIMITED));
        return new InTurn<>(streams);
    }

    private List<Row> firstRows(Wanted wanted, List<String> scopes, Pattern pattern, int most) {
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

    private Rows<Row> rows(Wanted wanted, String scope, Pattern pattern, int limit) {
        return catalogue
                .search(wanted.instance(), new SearchQuery(scope, pattern.names(), wanted.type(), limit))
                .map(Row::of);
    }

    private List<String> scopes(Wanted wanted, Pattern pattern) {
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

    private static Pattern pattern(Wanted wanted) {
        var text = wanted.typed();
        int colon = text.indexOf(':');
        if (colon < 0) return new Pattern(Optional.empty(), containing(text));
        var scope = text.substring(0, colon);
        if (scope.isBlank() || scope.contains("/") || scope.contains("*"))
            throw new LakeException(new Problem(
                            Kind.BAD_DID,
                            "'%s' is not the name of a scope: what stands before the colon is a scope, without / and *."
                                    .formatted(scope),
                            "Type scope:name, or a part of the name alone.")
                    .with(Problem.INSTANCE, wanted.instance()));
        return new Pattern(Optional.of(scope), beginning(text.substring(colon + 1)));
    }

    private static String beginning(String name) {
        return name.contains("*") ? name : name + "*";
    }

    private static String containing(String name) {
        if (name.isEmpty()) return "*";
        return name.contains("*") ? name : "*" + name + "*";
    }
}
