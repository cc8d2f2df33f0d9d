package org.lakeside.rucio.client;

import java.util.OptionalLong;

/// One row of a search.
///
/// @param bytes empty for a collection that is still open
/// @param files how many files are in it; empty for a collection that is still open
public record FoundDid(Did did, DidType type, OptionalLong bytes, OptionalLong files) {}
