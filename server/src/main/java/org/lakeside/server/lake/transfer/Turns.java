package org.lakeside.server.lake.transfer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/// How many may be at work at a time; the others wait in the order in which they came, until they are stopped.
final class Turns {
    // Guarded by `this`.
    private final Deque<Place> waiting = new ArrayDeque<>();
    private int free;

    /// In the queue.
    private static final class Place {
        private final CompletableFuture<Boolean> turn = new CompletableFuture<>();
    }

    Turns(int atOnce) {
        this.free = atOnce;
    }

    /// Waits for a turn, to be given back; false when stopped before it came. Not by interrupt: one that comes late
    /// closes the file that is being written.
    boolean take(Stop stop) {
        var place = new Place();
        synchronized (this) {
            if (free == 0) {
                waiting.add(place);
            } else {
                free--;
                place.turn.complete(true);
            }
        }
        try (var _ = stop.whenStopped(() -> giveUp(place))) {
            return place.turn.join();
        }
    }

    synchronized void give() {
        Place next = waiting.poll();
        if (next == null) free++;
        else next.turn.complete(true);
    }

    private synchronized void giveUp(Place place) {
        if (waiting.remove(place)) place.turn.complete(false);
    }
}
