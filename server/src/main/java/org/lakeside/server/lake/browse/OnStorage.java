package org.lakeside.server.lake.browse;

import java.util.List;
import org.lakeside.server.lake.browse.RseShare.State;

/// Whether storages can give what is in a DID.
public enum OnStorage {
    AVAILABLE,
    /// Some of it, as far as a single RSE goes.
    PARTIAL,
    /// All of it, once somebody has fetched it from tape.
    TAPE,
    UNAVAILABLE,
    UNKNOWN;

    public static OnStorage of(List<RseShare> shares) {
        if (shares.stream().anyMatch(one -> one.state() == State.COMPLETE && !one.isOnTape())) return AVAILABLE;
        if (shares.stream().anyMatch(one -> one.state() == State.COMPLETE)) return TAPE;
        return shares.stream().anyMatch(one -> one.state() == State.PARTIAL) ? PARTIAL : UNAVAILABLE;
    }
}
