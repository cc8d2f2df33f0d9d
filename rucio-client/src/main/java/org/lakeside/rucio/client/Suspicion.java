package org.lakeside.rucio.client;

/// A replica that somebody could not read, or that was not what the catalogue says.
///
/// @param times how often that was said
public record Suspicion(Did file, String rse, int times) {}
