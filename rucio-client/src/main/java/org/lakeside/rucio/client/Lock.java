package org.lakeside.rucio.client;

/// One replica that a rule wants: a file on an RSE.
///
/// @param state Rucio's word: OK, REPLICATING, STUCK
public record Lock(Did file, String rse, String state) {}
