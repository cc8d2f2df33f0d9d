package org.lakeside.rucio.client;

import java.util.Locale;

/// Which kinds of DID a search looks for. `COLLECTION`: datasets and containers.
public enum SearchType {
    ALL,
    COLLECTION,
    DATASET,
    CONTAINER,
    FILE;

    boolean includes(DidType type) {
        return switch (this) {
            case ALL -> true;
            case COLLECTION -> type != DidType.FILE;
            case DATASET -> type == DidType.DATASET;
            case CONTAINER -> type == DidType.CONTAINER;
            case FILE -> type == DidType.FILE;
        };
    }

    String inQuery() {
        return name().toLowerCase(Locale.ROOT);
    }
}
