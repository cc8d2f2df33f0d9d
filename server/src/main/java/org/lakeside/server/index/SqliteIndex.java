package org.lakeside.server.index;

import java.nio.file.Path;
import org.lakeside.server.lake.transfer.StoreIndex;

/// The index as one SQLite file, opened at its first use.
public final class SqliteIndex implements StoreIndex {
    private final Path state;

    /// The index below `state`; nothing is opened yet.
    ///
    /// @param state a directory on a local disk, ours alone
    public SqliteIndex(Path state) {
        this.state = state;
    }

    @Override
    public String toString() {
        return "index in " + state;
    }

    @Override
    public void close() {}
}
