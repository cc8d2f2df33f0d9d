package org.lakeside.server.lake.browse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.FoundDid;
import org.lakeside.rucio.client.SearchQuery;
import org.lakeside.rucio.client.SearchType;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;

/// Finds DIDs by what a person typed.
///
/// `scope:name` finds what begins so in that scope, `scope:*name*` what contains it, `scope:` all of it. Without a
/// colon, the name is looked for anywhere in names, in the scopes of the account. A `*` anywhere in the name turns
/// this completing off: the pattern is then taken as it is.
public final class Search {
    /// More scopes than a person has; operators with thousands get the first ones, and are told that there is more.
    private static final int SCOPES = 20;

    private final Catalogue catalogue;

    public Search(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /// What was found.
    ///
    /// @param more whether there are rows beyond these
    /// @param scope where was looked; empty for the scopes of the account
    public record Found(List<FoundDid> rows, boolean more, Optional<String> scope) {
        public Found {
            rows = List.copyOf(rows);
        }
    }

    public Found find(String instance, String typed, SearchType type, int limit) {
        var text = typed.strip();
        int colon = text.indexOf(':');
        if (colon < 0) return inOwnScopes(instance, containing(text), type, limit);
        var scope = text.substring(0, colon);
        if (scope.isBlank() || scope.contains("/") || scope.contains("*"))
            throw new LakeException(new Problem(
                            Kind.BAD_DID,
                            "'%s' is not the name of a scope: what stands before the colon is a scope, without / and *."
                                    .formatted(scope),
                            "Type scope:name, or a part of the name alone.")
                    .with(Problem.INSTANCE, instance));
        return in(instance, List.of(scope), beginning(text.substring(colon + 1)), type, limit, Optional.of(scope));
    }

    private Found inOwnScopes(String instance, String pattern, SearchType type, int limit) {
        var scopes = catalogue.scopes(instance);
        var found = in(
                instance, scopes.subList(0, Math.min(SCOPES, scopes.size())), pattern, type, limit, Optional.empty());
        return new Found(found.rows(), found.more() || scopes.size() > SCOPES, found.scope());
    }

    /// Asks for one row more than wanted, which says whether there is more without counting.
    private Found in(
            String instance,
            List<String> scopes,
            String pattern,
            SearchType type,
            int limit,
            Optional<String> scopeTyped) {
        Map<Did, FoundDid> found = new LinkedHashMap<>();
        for (var scope : scopes) {
            int wanted = limit + 1 - found.size();
            if (wanted <= 0) break;
            try (var rows = catalogue.search(instance, new SearchQuery(scope, pattern, type, wanted))) {
                while (rows.hasNext() && found.size() <= limit) {
                    var row = rows.next();
                    found.putIfAbsent(row.did(), row);
                }
            }
        }
        List<FoundDid> rows = new ArrayList<>(found.values());
        boolean more = rows.size() > limit;
        return new Found(more ? rows.subList(0, limit) : rows, more, scopeTyped);
    }

    private static String beginning(String name) {
        return name.contains("*") ? name : name + "*";
    }

    private static String containing(String name) {
        if (name.isEmpty()) return "*";
        return name.contains("*") ? name : "*" + name + "*";
    }
}
