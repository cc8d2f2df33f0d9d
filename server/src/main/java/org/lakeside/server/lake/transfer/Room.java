package org.lakeside.server.lake.transfer;

import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;

/// Whether the disk can take a download, as far as one can know before.
final class Room {
    /// For the index, directories, and everybody else.
    private static final long MARGIN = 16L * 1024 * 1024;

    private Room() {}

    static void require(Key key, long needed, RunTools tools) {
        Store store = tools.store();
        long free = store.free();
        long promised = tools.promised().getAsLong();
        if (needed <= 0 || needed + promised + MARGIN <= free) return;
        String others = promised == 0 ? "" : ", of which other downloads need %s".formatted(Amount.of(promised));
        throw new LakeException(new Problem(
                        Problem.Kind.NO_ROOM,
                        "%s needs %s more; %s are free below %s%s."
                                .formatted(key.did(), Amount.of(needed), Amount.of(free), store.directory(), others),
                        "Free some space, then try again: what has come is kept.")
                .with(Problem.DID, key.did().toString())
                .with(Problem.INSTANCE, key.instance()));
    }
}
