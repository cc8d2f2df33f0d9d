package org.lakeside.server.index;

import java.nio.file.Path;
import org.lakeside.server.lake.transfer.StoreIndex;

/// The index as one SQLite file, opened at its first use.
public final class SqliteIndex implements StoreIndex {
    private SqliteIndex() {}

    /// @param state a directory on a local disk, ours alone
    public static SqliteIndex in(Path state) {
        throw new UnsupportedOperationException("following " + state);
    }

    @Override
    public void close() {}
}
