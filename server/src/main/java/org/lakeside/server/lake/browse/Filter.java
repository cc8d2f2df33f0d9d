package org.lakeside.server.lake.browse;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What has to hold for the metadata of what is searched for. Printed the way it is typed.
sealed interface Filter {
    /// One key compared with one value.
    record Is(SearchKey key, Comparison how, FilterValue value) implements Filter {
        @Override
        public String toString() {
            return SearchKeys.find(key.key()).isPresent() ? plain() : quotedIfNeeded();
        }

        private String plain() {
            return key.key() + how.sign() + value;
        }

        /// Of a key of the community's own, text that looks like something else has quotes.
        private String quotedIfNeeded() {
            return FilterValue.quoted(key.key())
                    + how.sign()
                    + (value instanceof FilterValue.Text(String text) ? FilterValue.quoted(text) : value);
        }
    }

    /// All of them have to hold.
    record All(List<Filter> of) implements Filter {
        public All {
            of = List.copyOf(of);
        }

        @Override
        public String toString() {
            return of.stream()
                    .map(one -> one instanceof Any ? "(" + one + ")" : one.toString())
                    .collect(Collectors.joining(" AND "));
        }
    }

    /// One of them has to hold.
    record Any(List<Filter> of) implements Filter {
        public Any {
            of = List.copyOf(of);
        }

        @Override
        public String toString() {
            return of.stream().map(Filter::toString).collect(Collectors.joining(" OR "));
        }
    }

    /// The keys that are compared.
    default List<SearchKey> keys() {
        return switch (this) {
            case Is one -> List.of(one.key());
            case All(List<Filter> of) ->
                of.stream().flatMap(one -> one.keys().stream()).toList();
            case Any(List<Filter> of) ->
                of.stream().flatMap(one -> one.keys().stream()).toList();
        };
    }

    static Filter all(List<Filter> filters) {
        List<Filter> flat = new ArrayList<>();
        for (var one : filters) {
            if (one instanceof All(List<Filter> of)) flat.addAll(of);
            else flat.add(one);
        }
        return flat.size() == 1 ? flat.getFirst() : new All(flat);
    }

    static Filter any(List<Filter> filters) {
        List<Filter> flat = new ArrayList<>();
        for (var one : filters) {
            if (one instanceof Any(List<Filter> of)) flat.addAll(of);
            else flat.add(one);
        }
        return flat.size() == 1 ? flat.getFirst() : new Any(flat);
    }
}
