package org.lakeside.rucio.client;

/// A collection that a DID lies directly in.
public record Parent(Did did, DidType type) {}
