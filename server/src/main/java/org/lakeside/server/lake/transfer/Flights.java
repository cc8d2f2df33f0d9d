package org.lakeside.server.lake.transfer;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/// All files that are on their way: each of them once, however many want it.
final class Flights implements AutoCloseable {
    private final Store store;
    private final FetchTools tools;
    private final Turns turns;
    private final ConcurrentHashMap<Key, Flight> byFile = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /// @param atOnce how many bring bytes at a time; the others wait for their turn
    Flights(Store store, FetchTools tools, int atOnce) {
        this.store = store;
        this.tools = tools;
        this.turns = new Turns(atOnce);
    }

    /// Joins the flight of this file, or starts one. Waits for one that is just being stopped, unless interrupted.
    Flight board(StoredFile file, Function<StoredFile, FoundSources> sources) throws InterruptedException {
        while (!closed) {
            var started = new Flight(store, file, sources.apply(file), tools);
            Flight flight = byFile.computeIfAbsent(Key.of(file), _ -> started);
            boolean on = flight.brings(file) && flight.board();
            if (flight == started) start(flight);
            if (on) return flight;
            waitForEnd(flight);
            byFile.remove(Key.of(file), flight);
        }
        throw new CancellationException("the store is being closed");
    }

    /// Stops them all at once; what has come is written down soon.
    void hurryDown() {
        closed = true;
        byFile.values().forEach(Flight::hurryDown);
    }

    /// Stops them all, and waits until what has come is written down.
    @Override
    public void close() {
        hurryDown();
        for (Flight flight : List.copyOf(byFile.values())) {
            flight.hurryDown(); // one that began meanwhile
            flight.ended().join();
        }
    }

    private static void waitForEnd(Flight flight) throws InterruptedException {
        try {
            flight.ended().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a flight's end is no failure", e);
        }
    }

    private void start(Flight flight) {
        try {
            Thread.ofVirtual().name("flight " + flight.file().did()).start(() -> fly(flight));
        } catch (Throwable e) { // no thread to be had: somebody waits for its end
            byFile.remove(Key.of(flight.file()), flight);
            flight.crash(e);
        }
    }

    private void fly(Flight flight) {
        try (var _ = store.activity().file(flight.file(), flight::bytesHere)) {
            flight.fly(turns);
        } finally {
            byFile.remove(Key.of(flight.file()), flight);
        }
    }
}
