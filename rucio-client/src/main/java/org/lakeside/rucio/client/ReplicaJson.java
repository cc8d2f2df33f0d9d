package org.lakeside.rucio.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A file with its replicas as Rucio sends it. The order of `pfns` is the order of recommendation.
record ReplicaJson(
        @Nullable String scope,
        @Nullable String name,
        @Nullable Long bytes,
        @Nullable String adler32,
        @Nullable String md5,
        @Nullable LinkedHashMap<String, PfnJson> pfns,
        @Nullable LinkedHashMap<String, String> states) {

    record PfnJson(
            @Nullable String rse,
            @Nullable String type,
            @Nullable String domain,
            @Nullable Integer priority) {}

    FileReplicas replicas() {
        Did did = DidJson.did(scope, name);
        return new FileReplicas(
                did,
                DidJson.size(did, bytes),
                Checksums.fromCatalogue(adler32, md5),
                addresses(),
                states == null ? Map.of() : states);
    }

    private List<Pfn> addresses() {
        return pfns == null
                ? List.of()
                : pfns.entrySet().stream()
                        .flatMap(entry -> address(entry.getKey(), entry.getValue()))
                        .toList();
    }

    /// None for a PFN that is no address: another replica may have one.
    private static Stream<Pfn> address(String text, PfnJson about) {
        String domain = orEmpty(about.domain);
        boolean insideArchive = domain.equals("zip");
        int priority = Optional.ofNullable(about.priority).orElse(Integer.MAX_VALUE);
        return PfnText.parse(text, insideArchive).stream()
                .map(uri -> new Pfn(uri, orEmpty(about.rse), orEmpty(about.type), domain, priority, insideArchive));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
