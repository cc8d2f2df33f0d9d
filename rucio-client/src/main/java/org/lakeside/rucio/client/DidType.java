package org.lakeside.rucio.client;

import java.util.Arrays;
import java.util.Optional;

/// The three kinds of DID. A dataset holds files, a container holds datasets and containers.
public enum DidType {
    FILE,
    DATASET,
    CONTAINER;

    /// By Rucio's word.
    static Optional<DidType> find(String word) {
        return Arrays.stream(values()).filter(type -> type.name().equals(word)).findFirst();
    }
}
