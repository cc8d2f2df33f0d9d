package org.lakeside.rucio.client;

import java.util.Optional;

/// One row of a search.
///
/// @param found empty where the row does not say what it is
record SearchRow(Did did, Optional<FoundDid> found) {
    static SearchRow of(DidJson row) {
        return row.hasType()
                ? new SearchRow(row.did(), Optional.of(row.found()))
                : new SearchRow(row.did(), Optional.empty());
    }
}
