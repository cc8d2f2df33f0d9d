package org.lakeside.rucio.client;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// How much of a dataset is on one RSE.
///
/// @param bytes of the dataset; empty when Rucio has not added it up
/// @param files of the dataset; empty when Rucio has not counted them
/// @param availableBytes of the files there
/// @param availableFiles how many are there
/// @param state Rucio's word: AVAILABLE when all are there, UNAVAILABLE when some are missing
/// @param accessed when a file was last read there, as far as Rucio was told
public record DatasetReplica(
        Did did,
        String rse,
        OptionalLong bytes,
        OptionalLong files,
        long availableBytes,
        long availableFiles,
        String state,
        Optional<Instant> created,
        Optional<Instant> updated,
        Optional<Instant> accessed) {
    /// Whether all files are there.
    public boolean complete() {
        return state.equals("AVAILABLE");
    }
}
