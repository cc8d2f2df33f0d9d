package org.lakeside.rucio.client;

import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// One stretch of a list: an answer of Rucio's, or rows that were found otherwise.
interface Part<T> extends AutoCloseable {
    /// Empty at the end.
    Optional<T> next() throws IOException;

    /// How many rows have come.
    long read();

    /// How long to wait for each next byte from now on.
    default void patience(Duration limit) {}

    @Override
    void close();

    /// Rows that are there already.
    static <T> Part<T> of(List<T> rows) {
        return new Part<>() {
            private final Iterator<T> left = List.copyOf(rows).iterator();
            private long read;

            @Override
            public Optional<T> next() {
                if (!left.hasNext()) {
                    return Optional.empty();
                }
                read++;
                return Optional.of(left.next());
            }

            @Override
            public long read() {
                return read;
            }

            @Override
            public void close() {}
        };
    }
}
