package org.lakeside.server.lake.browse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.Filters;

/// What a person's text was taken for.
///
/// Printed the way it could be typed.
public sealed interface Understood {
    /// What should be said beside the rows.
    List<String> notes();

    /// Names, and what has to hold for them.
    ///
    /// @param scope empty for those of the account, and then others
    /// @param names in which `*` stands for anything
    record Pattern(Optional<String> scope, String names, Optional<Filter> filter, List<String> notes)
            implements Understood {
        public Pattern {
            notes = List.copyOf(notes);
        }

        /// Keys of the community's own that are in the filters.
        List<String> ownKeys() {
            return filter.map(Filter::keys).orElse(List.of()).stream()
                    .filter(key -> key.type() == SearchKey.Type.ANY)
                    .map(SearchKey::key)
                    .toList();
        }

        Pattern and(String note) {
            return new Pattern(
                    scope,
                    names,
                    filter,
                    Stream.concat(notes.stream(), Stream.of(note)).toList());
        }

        Filters filters() {
            return filter.map(FilterQuery::of).orElse(Filters.NONE);
        }

        @Override
        public String toString() {
            var before = scope.map(one -> one + ":").orElse("");
            var head = SearchText.isReadAs(before + names, this) ? before + names : before + FilterValue.quoted(names);
            return filter.map(one -> head + " " + one).orElse(head);
        }
    }

    /// DIDs one by one.
    record Dids(List<Did> dids, List<String> notes) implements Understood {
        public Dids {
            dids = List.copyOf(dids);
            notes = List.copyOf(notes);
        }

        /// What is said of those that do not exist.
        Dids and(List<Did> missing) {
            if (missing.isEmpty()) return this;
            var names = missing.stream().limit(5).map(Did::toString).collect(Collectors.joining(", "));
            var more = missing.size() > 5 ? " and %d more".formatted(missing.size() - 5) : "";
            List<String> together = new ArrayList<>(notes);
            together.add("Not in the catalogue: %s%s.".formatted(names, more));
            return new Dids(dids, together);
        }

        @Override
        public String toString() {
            return String.join(" ", dids.stream().map(Did::toString).toList());
        }
    }
}
