package org.lakeside.rucio.client;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Where one file can be had.
///
/// @param pfns in the order Rucio recommends; empty when no replica can be used
/// @param states Rucio's word for each RSE that has a replica, also for those without a PFN of the schemes asked for
public record FileReplicas(Did did, long bytes, Checksums checksums, List<Pfn> pfns, Map<String, String> states) {
    public FileReplicas {
        pfns = List.copyOf(pfns);
        states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
    }

    /// The same by RSE, in the order of the states.
    public List<Replica> replicas() {
        return states.entrySet().stream()
                .map(entry -> replicaAt(entry.getKey(), entry.getValue()))
                .toList();
    }

    private Replica replicaAt(String rse, String state) {
        List<Pfn> here = pfns.stream().filter(pfn -> pfn.rse().equals(rse)).toList();
        return new Replica(rse, state, here.isEmpty() ? "" : here.getFirst().rseType(), here);
    }
}
