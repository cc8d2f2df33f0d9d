package org.lakeside.server.lake.transfer;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/// All files that are on their way: each of them once, however many want it.
final class Flights implements AutoCloseable {
    private final Store store;
    private final FetchTools tools;
    private final Semaphore turns;
    private final ConcurrentHashMap<Key, Flight> byFile = new ConcurrentHashMap<>();

    /// @param atOnce how many bring bytes at a time; the others wait for their turn
    Flights(Store store, FetchTools tools, int atOnce) {
        this.store = store;
        this.tools = tools;
        this.turns = new Semaphore(atOnce, true);
    }

    /// Joins the flight of this file, or starts one. Waits for one that is just being stopped.
    Flight board(StoredFile file, Function<StoredFile, FoundSources> sources) {
        while (true) {
            var started = new Flight(store, file, sources.apply(file), tools);
            Flight flight = byFile.computeIfAbsent(Key.of(file), _ -> started);
            boolean on = flight.board();
            if (flight == started) start(flight);
            if (on) return flight;
            flight.ended().join();
            byFile.remove(Key.of(file), flight);
        }
    }

    /// Stops them all, and waits until what has come is written down.
    @Override
    public void close() {
        List<Flight> all = List.copyOf(byFile.values());
        all.forEach(Flight::hurryDown);
        all.forEach(flight -> flight.ended().join());
    }

    private void start(Flight flight) {
        var live = store.activity().file(flight.file(), flight::bytesHere);
        Thread.ofVirtual().name("flight " + flight.file().did()).start(() -> {
            try (live) {
                flight.fly(turns);
            } finally {
                byFile.remove(Key.of(flight.file()), flight);
            }
        });
    }
}
