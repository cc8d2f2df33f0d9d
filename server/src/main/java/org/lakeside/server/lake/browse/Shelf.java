package org.lakeside.server.lake.browse;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.lakeside.rucio.client.Did;

/// Keeps lists outside memory: for as long as somebody pages through them, and whole ones for later.
public interface Shelf {
    /// An empty list.
    Roll newRoll();

    /// What was kept of a collection, also by an earlier process.
    Optional<Kept> find(Title title);

    /// Says of what was kept that the collection is closed.
    ///
    /// @param asked of the list that is meant
    void markClosed(Title title, Instant asked);

    /// Keeps it no more.
    void forget(Title title);

    /// Whose content a list is, as an account saw it.
    record Title(String instance, String account, Did did) {}

    /// A list that was read to its end.
    ///
    /// @param asked when the catalogue was asked for it
    /// @param closed whether the collection was closed by then, so that the list is still right
    record Kept(Roll roll, Instant asked, boolean closed) {}

    /// The file of a list is damaged. It is gone by now, so that the next reading is a new one.
    final class Spoilt extends RuntimeException {
        public Spoilt(String what, Throwable cause) {
            super(what, cause);
        }
    }

    /// One list, in the order in which its rows came. A DID that came twice is kept once. Safe for several threads.
    interface Roll extends AutoCloseable {
        /// Appends those rows that are not there yet.
        ///
        /// @return how many rows it has now
        /// @throws IllegalStateException when it is closed
        long add(List<Row> rows);

        long size();

        /// A part of it.
        ///
        /// @throws Spoilt when they cannot be read any more
        List<Row> rows(long from, int limit);

        /// Lets [Shelf#find] find its rows, in place of earlier ones. Nothing is added to it any more.
        ///
        /// @param closed whether the collection was closed by then
        void keep(Title title, Instant asked, boolean closed);

        /// Gives back the memory that adding rows has taken. There are many lists that nobody looks at any more.
        void rest();

        /// Throws the rows away, but not what was kept. Nothing can be added any more; what is asked for is empty.
        @Override
        void close();
    }
}
