package org.lakeside.rucio.client;

import java.util.List;

/// Some of the public DIDs.
///
/// @param total how many there are in all
public record OpenDids(List<OpenDid> rows, long total) {
    public OpenDids {
        rows = List.copyOf(rows);
    }
}
