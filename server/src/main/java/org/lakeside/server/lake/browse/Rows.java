package org.lakeside.server.lake.browse;

import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.function.Function;

/// Rows that come as they are asked for. Close them, best in a `try`: that ends the call behind them, also from another
/// thread, whose next step then ends in a `CancellationException`.
public interface Rows<T> extends Iterator<T>, AutoCloseable {
    @Override
    void close();

    /// How long to wait for each next row from now on, before it is said to stand still.
    default void patience(Duration limit) {}

    static <T> Rows<T> none() {
        Iterator<T> nothing = Collections.emptyIterator();
        return new Rows<>() {
            @Override
            public boolean hasNext() {
                return nothing.hasNext();
            }

            @Override
            public T next() {
                return nothing.next();
            }

            @Override
            public void close() {
                // there is nothing
            }
        };
    }

    /// The same rows, each as something else.
    default <U> Rows<U> map(Function<T, U> meaning) {
        var rows = this;
        return new Rows<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public U next() {
                return meaning.apply(rows.next());
            }

            @Override
            public void patience(Duration limit) {
                rows.patience(limit);
            }

            @Override
            public void close() {
                rows.close();
            }
        };
    }
}
