package org.lakeside.rucio.client;

/// A storage element that Rucio knows.
///
/// @param type DISK or TAPE
/// @param deterministic whether addresses there follow from the DID; elsewhere each replica has its own
/// @param isVolatile what is there may go at any time
/// @param stagingArea a place for copies from tape, which stay for a while only
/// @param availability what may be done there now
public record Rse(
        String id,
        String name,
        String type,
        boolean deterministic,
        boolean isVolatile,
        boolean stagingArea,
        Availability availability) {

    /// What the operators allow at the moment.
    public record Availability(boolean read, boolean write, boolean delete) {}
}
