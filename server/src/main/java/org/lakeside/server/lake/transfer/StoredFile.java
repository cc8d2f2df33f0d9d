package org.lakeside.server.lake.transfer;

import org.lakeside.rucio.client.Checksums;
import org.lakeside.rucio.client.Did;

/// What the catalogue says of one file.
///
/// @param instance name of the Rucio that says so
public record StoredFile(String instance, Did did, long bytes, Checksums checksums) {
    public StoredFile {
        if (instance.isBlank()) throw new IllegalArgumentException("a file belongs to an instance: " + did);
        if (bytes < 0) throw new IllegalArgumentException("%s cannot have %d bytes".formatted(did, bytes));
    }
}
