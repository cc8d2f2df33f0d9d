package org.lakeside.rucio.client;

import java.util.OptionalLong;

/// What the catalogue says about one DID.
///
/// @param account who owns it
/// @param open whether content may still be added; false for files
/// @param bytes empty when Rucio could not add it up in time
/// @param files how many files are in it; 1 for a file
public record DidInfo(
        Did did,
        DidType type,
        String account,
        boolean open,
        OptionalLong bytes,
        OptionalLong files,
        Checksums checksums) {}
