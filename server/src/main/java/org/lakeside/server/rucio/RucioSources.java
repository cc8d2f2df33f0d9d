package org.lakeside.server.rucio;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.FileReplicas;
import org.lakeside.rucio.client.Pfn;
import org.lakeside.rucio.client.ReplicaQuery;
import org.lakeside.server.lake.transfer.Source;
import org.lakeside.server.lake.transfer.Sources;

/// Where files can be read from, in the order that Rucio recommends.
final class RucioSources implements Sources {
    private final RucioCatalogue catalogue;

    RucioSources(RucioCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public Map<Did, List<Source>> of(String instance, List<Did> dids) {
        Map<Did, List<Source>> sources = new LinkedHashMap<>();
        for (var file : catalogue.replicas(instance, dids)) sources.put(file.did(), sourcesOf(instance, file));
        return sources;
    }

    /// Those that are read without a tool first, because ranges of them can be had; else in Rucio's order. An address
    /// inside an archive opens the whole archive, which is not the file.
    private static List<Source> sourcesOf(String instance, FileReplicas file) {
        return file.pfns().stream()
                .filter(pfn -> !pfn.insideArchive())
                .sorted(Comparator.<Pfn, Boolean>comparing(pfn -> !ReplicaQuery.HTTP_SCHEMES.contains(
                        String.valueOf(pfn.uri().getScheme()))))
                .map(pfn -> new Source(instance, pfn.rse(), pfn.uri()))
                .toList();
    }
}
