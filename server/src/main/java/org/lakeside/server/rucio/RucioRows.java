package org.lakeside.server.rucio;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.lakeside.rucio.client.RowStream;
import org.lakeside.rucio.client.RucioException;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.browse.Rows;

/// A stream of Rucio's, whose failures have words and whose end gives back its turn.
final class RucioRows<T> implements Rows<T> {
    private final RowStream<T> rows;
    private final Function<RucioException, LakeException> words;
    private final Runnable whenClosed;
    private final AtomicBoolean closed = new AtomicBoolean();

    RucioRows(RowStream<T> rows, Function<RucioException, LakeException> words, Runnable whenClosed) {
        this.rows = rows;
        this.words = words;
        this.whenClosed = whenClosed;
    }

    @Override
    public boolean hasNext() {
        try {
            return rows.hasNext();
        } catch (RucioException e) {
            throw words.apply(e);
        }
    }

    @Override
    public T next() {
        try {
            return rows.next();
        } catch (RucioException e) {
            throw words.apply(e);
        }
    }

    @Override
    public void patience(Duration limit) {
        rows.patience(limit);
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) return;
        try {
            rows.close();
        } finally {
            whenClosed.run();
        }
    }
}
