package org.lakeside.rucio.client;

import java.util.Locale;

/// Which kinds of DID a search looks for. `COLLECTION`: datasets and containers.
public enum SearchType {
    ALL,
    COLLECTION,
    DATASET,
    CONTAINER,
    FILE;

    String inQuery() {
        return name().toLowerCase(Locale.ROOT);
    }
}
