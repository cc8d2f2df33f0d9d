package org.lakeside.server.lake.transfer;

import java.util.Optional;
import org.lakeside.rucio.client.Did;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.transfer.StoreIndex.Entry;

/// Whether the disk can take a download, as far as one can know before.
final class Room {
    /// For the index, directories, and everybody else.
    private static final long MARGIN = 16L * 1024 * 1024;

    private static final int PAGE = 1000;

    private Room() {}

    static void require(Key key, long missing, RunTools tools) {
        long needed = missing;
        Store store = tools.store();
        long free = store.free();
        long promised = tools.promised().getAsLong();
        if (needed <= 0 || needed + promised + MARGIN <= free) return;
        needed -= lying(key, store);
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

    /// Bytes of files that lie in their places without being in the books, as after a loss of the index.
    private static long lying(Key key, Store store) {
        long bytes = 0;
        var page = store.index().members(key.instance(), key.did(), Optional.empty(), PAGE);
        while (!page.isEmpty()) {
            for (Entry entry : page)
                if (store.liesUnnoticed(entry)) bytes += entry.file().bytes();
            Did last = page.getLast().file().did();
            page = store.index().members(key.instance(), key.did(), Optional.of(last), PAGE);
        }
        return bytes;
    }
}
