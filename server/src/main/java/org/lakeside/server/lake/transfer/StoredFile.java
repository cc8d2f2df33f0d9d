package org.lakeside.server.lake.transfer;

import java.util.Optional;
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

    /// Whether the two may be of the same bytes: a checksum that only one of them knows says nothing.
    boolean sameContent(StoredFile other) {
        return bytes == other.bytes
                && agree(checksums.adler32(), other.checksums.adler32())
                && agree(checksums.md5(), other.checksums.md5());
    }

    private static boolean agree(Optional<String> one, Optional<String> other) {
        return one.isEmpty() || other.isEmpty() || one.equals(other);
    }
}
