package org.lakeside.rucio.client;

/// The three kinds of DID. A dataset holds files, a container holds datasets and containers.
public enum DidType {
    FILE,
    DATASET,
    CONTAINER
}
