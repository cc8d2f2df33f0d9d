package org.lakeside.server.lake.browse;

import java.util.List;
import java.util.Optional;
import org.lakeside.rucio.client.Did;

/// What a person's text was taken for.
///
/// Printed the way it could be typed.
public sealed interface Understood {
    /// What should be said beside the rows.
    List<String> notes();

    /// Names, and what has to hold for them.
    ///
    /// @param scope empty for those of the account
    /// @param names in which `*` stands for anything
    record Pattern(Optional<String> scope, String names, Optional<Filter> filter, List<String> notes)
            implements Understood {
        public Pattern {
            notes = List.copyOf(notes);
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

        @Override
        public String toString() {
            return String.join(" ", dids.stream().map(Did::toString).toList());
        }
    }
}
