package org.lakeside.rucio.client;

import java.util.List;

/// The copy of a file on one RSE.
///
/// @param state Rucio's word: AVAILABLE, UNAVAILABLE, COPYING, BAD, BEING_DELETED, TEMPORARY_UNAVAILABLE
/// @param rseType DISK or TAPE; empty text when the RSE offered no PFN of the schemes asked for
/// @param pfns in the order Rucio recommends
public record Replica(String rse, String state, String rseType, List<Pfn> pfns) {
    public Replica {
        pfns = List.copyOf(pfns);
    }
}
