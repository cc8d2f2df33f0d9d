package org.lakeside.server.lake.browse;

import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;

/// Streams that do what streams do.
final class Streams {
    private Streams() {}

    /// Waits for a gate, after so many rows.
    static <T> Iterator<T> heldBack(Iterator<T> rows, int after, CountDownLatch gate) {
        return new Iterator<>() {
            private int given;

            @Override
            public boolean hasNext() {
                try {
                    if (given == after) gate.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
                return rows.hasNext();
            }

            @Override
            public T next() {
                given++;
                return rows.next();
            }
        };
    }

    /// Ends before its end.
    static <T> Iterator<T> breakingOff(Iterator<T> rows) {
        return ending(rows, new Problem(Kind.RUCIO_UNAVAILABLE, "The list ended before its end.", "Again."));
    }

    /// Stands still for too long.
    static <T> Iterator<T> stalling(Iterator<T> rows) {
        return ending(
                rows,
                new Problem(Kind.RUCIO_UNAVAILABLE, "Nothing came for 60 s.", "Again.").with(Problem.STALLED, true));
    }

    private static <T> Iterator<T> ending(Iterator<T> rows, Problem problem) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                if (rows.hasNext()) return true;
                throw new LakeException(problem);
            }

            @Override
            public T next() {
                return rows.next();
            }
        };
    }
}
