package org.lakeside.server.lake.browse;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;

/// Where a search without a scope looks: in the scopes of the account, and then in others.
///
/// @param own of the account
/// @param others some of those that belong to others
/// @param all how many others there are
record ScopeOrder(List<String> own, List<String> others, int all) {
    /// Each is a question of its own; large communities have ten thousand scopes.
    private static final int MOST_OTHERS = 200;

    private static final String HOW = "type scope:name to look in another one";

    static ScopeOrder of(ScopeBook book, String instance, List<String> own) {
        var others = new HashSet<>(listed(book, instance));
        own.forEach(others::remove);
        return new ScopeOrder(own, others.stream().sorted().limit(MOST_OTHERS).toList(), others.size());
    }

    /// A site may keep the list of all scopes to its administrators.
    private static Set<String> listed(ScopeBook book, String instance) {
        try {
            return book.all(instance);
        } catch (LakeException e) {
            if (e.problem().kind() == Problem.Kind.NOT_PERMITTED) return Set.of();
            throw e;
        }
    }

    List<String> inTurn() {
        return Stream.concat(own.stream(), others.stream()).toList();
    }

    /// What is said beside a page that the account's own scopes have filled.
    static String ownFirst(List<String> own) {
        return "Your scopes come first (%s), then up to %d others; type scope:name to look in a certain one."
                .formatted(some(own), MOST_OTHERS);
    }

    /// Where was looked.
    String words() {
        if (all == 0)
            return own.isEmpty()
                    ? "Your account has no scopes, and Rucio lists no others: type scope:name."
                    : "Looked in your scopes (%s): %s.".formatted(some(own), HOW);
        var where = others.size() < all
                ? "%d of %d others: %s".formatted(others.size(), all, HOW)
                : all == 1 ? "the only other" : "all %d others".formatted(all);
        return own.isEmpty()
                ? "Your account has no scopes; looked in %s.".formatted(where)
                : "Looked in your scopes first (%s), then in %s.".formatted(some(own), where);
    }

    private static String some(List<String> scopes) {
        var first =
                String.join(", ", scopes.stream().limit(5).map(BadSearch::shown).toList());
        return scopes.size() > 5 ? "%s and %d more".formatted(first, scopes.size() - 5) : first;
    }
}
