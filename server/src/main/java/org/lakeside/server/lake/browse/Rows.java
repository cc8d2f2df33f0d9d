package org.lakeside.server.lake.browse;

import java.util.Iterator;

/// Rows that come as they are asked for. Close them, best in a `try`: that ends the call behind them, also from another
/// thread, whose next step then ends in a `CancellationException`.
public interface Rows<T> extends Iterator<T>, AutoCloseable {
    @Override
    void close();
}
