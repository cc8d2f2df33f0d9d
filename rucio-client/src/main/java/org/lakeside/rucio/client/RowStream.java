package org.lakeside.rucio.client;

import java.util.Iterator;

/// Rows of a list, read from Rucio as they are asked for; never all of them in memory.
///
/// Close it, best in a `try`: closing early cancels the call, also from another thread. A list that ends before its
/// end
/// is a
/// [RucioException] of kind `CUT`, from [#hasNext] or [#next].
public final class RowStream<T> implements Iterator<T>, AutoCloseable {
    private final Iterator<T> rows;

    RowStream(Iterator<T> rows) {
        this.rows = rows;
    }

    @Override
    public boolean hasNext() {
        return rows.hasNext();
    }

    @Override
    public T next() {
        return rows.next();
    }

    @Override
    public void close() {}
}
