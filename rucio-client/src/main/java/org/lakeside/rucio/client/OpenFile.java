package org.lakeside.rucio.client;

import java.net.URI;
import java.util.List;

/// A file of a public DID.
///
/// @param checksums adler32 only
/// @param addresses where it can be read, on disk, in no order; empty when it is not at hand
public record OpenFile(Did did, long bytes, Checksums checksums, List<URI> addresses) {
    public OpenFile {
        addresses = List.copyOf(addresses);
    }
}
