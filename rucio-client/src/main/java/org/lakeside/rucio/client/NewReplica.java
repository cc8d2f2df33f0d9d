package org.lakeside.rucio.client;

import java.net.URI;
import java.util.Optional;

/// A file that lies on an RSE, and is to be known to the catalogue.
///
/// @param bytes its size
/// @param checksums at least one of them, or nobody can verify a download
/// @param pfn where it lies, as in [Pfn#uri]; a must on RSEs that are not deterministic, of no use on others
public record NewReplica(Did file, long bytes, Checksums checksums, Optional<URI> pfn) {
    public NewReplica {
        if (bytes < 0) {
            throw new IllegalArgumentException("a file of %d bytes: %s".formatted(bytes, file));
        }
    }

    /// On a deterministic RSE.
    public NewReplica(Did file, long bytes, Checksums checksums) {
        this(file, bytes, checksums, Optional.empty());
    }
}
