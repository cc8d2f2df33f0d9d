package org.lakeside.rucio.client;

import java.util.List;

/// What to look for in one scope.
///
/// @param namePattern a name in which `*` stands for anything; every other character for itself
/// @param limit the most rows wanted, or [#UNLIMITED]; Rucio knows neither pages nor an order
/// @param filters what has to hold for the metadata besides
public record SearchQuery(String scope, String namePattern, SearchType type, int limit, Filters filters) {
    public static final int UNLIMITED = 0;

    public SearchQuery {
        if (scope.isBlank() || namePattern.isEmpty()) {
            throw new IllegalArgumentException(
                    "a search needs a scope and a pattern: '%s:%s'".formatted(scope, namePattern));
        }
        if (limit < 0) {
            throw new IllegalArgumentException("a limit of %d rows".formatted(limit));
        }
    }

    /// By name alone.
    public SearchQuery(String scope, String namePattern, SearchType type, int limit) {
        this(scope, namePattern, type, limit, Filters.NONE);
    }

    /// Rucio heeds the type, and so may count the rows, when it searches its own columns only.
    boolean typeIsHeeded() {
        return type == SearchType.ALL
                || filters.groups().stream().flatMap(List::stream).allMatch(Condition::isAboutColumn);
    }

    /// The same with a condition on the metadata.
    public SearchQuery where(Filters wanted) {
        return new SearchQuery(scope, namePattern, type, limit, wanted);
    }
}
