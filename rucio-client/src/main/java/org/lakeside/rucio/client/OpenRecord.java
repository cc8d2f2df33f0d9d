package org.lakeside.rucio.client;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// What is published about a public DID.
///
/// @param doi under which it is cited
/// @param recordId of the portal that shows it
/// @param metadata of the publication, by the alphabet
public record OpenRecord(OpenDid about, Optional<String> doi, OptionalLong recordId, Map<String, MetaValue> metadata) {
    public OpenRecord {
        metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
    }
}
