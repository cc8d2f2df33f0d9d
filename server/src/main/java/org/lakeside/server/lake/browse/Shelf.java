package org.lakeside.server.lake.browse;

import java.util.List;
import org.lakeside.rucio.client.Child;

/// Keeps long lists outside memory for as long as somebody pages through them.
@FunctionalInterface
public interface Shelf {
    /// An empty list.
    Roll newRoll();

    /// One list, in the order in which its rows came. A DID that came twice is kept once.
    interface Roll extends AutoCloseable {
        /// Appends those rows that are not there yet.
        ///
        /// @return how many rows it has now
        /// @throws IllegalStateException when it is closed
        long add(List<Child> rows);

        List<Child> rows(long from, int limit);

        /// Throws the rows away. Nothing can be added any more; what is asked for is empty.
        @Override
        void close();
    }
}
