package org.lakeside.rucio.client;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// A dataset or container to be made. Files come to be with their first replica: [Replicas#add].
///
/// @param monotonic content can be added, but never taken out
/// @param lifetime after which the whole DID goes; empty: never
/// @param metadata keys of the catalogue's own, such as `datatype`; a key it does not know is `BAD_REQUEST`
public record NewDid(
        Did did, DidType type, boolean monotonic, Optional<Duration> lifetime, Map<String, MetaValue> metadata) {
    public NewDid {
        if (type == DidType.FILE) {
            throw new IllegalArgumentException("files come to be with their first replica: " + did);
        }
        metadata = Map.copyOf(metadata);
    }

    public static NewDid dataset(Did did) {
        return new NewDid(did, DidType.DATASET, false, Optional.empty(), Map.of());
    }

    public static NewDid container(Did did) {
        return new NewDid(did, DidType.CONTAINER, false, Optional.empty(), Map.of());
    }

    public NewDid lasting(Duration life) {
        return new NewDid(did, type, monotonic, Optional.of(life), metadata);
    }

    public NewDid with(Map<String, MetaValue> values) {
        return new NewDid(did, type, monotonic, lifetime, values);
    }
}
