package org.lakeside.server.lake.browse;

import java.util.Optional;

/// What one RSE has of a DID.
///
/// @param type DISK or TAPE; empty when the RSE is not known to be either
/// @param available files that can be read there
/// @param files of the DID in all
/// @param bytes of the files that can be read there
public record RseShare(String rse, Optional<String> type, long available, long files, long bytes, State state) {
    /// How good a share it is.
    public enum State {
        COMPLETE,
        PARTIAL,
        /// Nothing of it can be read there now.
        UNAVAILABLE,
        /// Somebody could not read it there, or has read other bytes than there should be. It may still be read.
        SUSPICIOUS,
        /// It is known to be damaged or lost.
        BAD
    }

    boolean isOnTape() {
        return type.filter("TAPE"::equals).isPresent();
    }
}
