package org.lakeside.rucio.client;

import java.util.OptionalLong;

/// What lies directly in a collection: datasets and containers in a container, files in a dataset.
///
/// @param bytes empty for collections
public record Child(Did did, DidType type, OptionalLong bytes, Checksums checksums) {}
