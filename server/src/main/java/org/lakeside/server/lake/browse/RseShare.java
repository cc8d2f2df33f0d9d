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
        /// Somebody has read other bytes there than there should be.
        SUSPICIOUS
    }

    boolean isOnTape() {
        return type.filter("TAPE"::equals).isPresent();
    }
}
