package org.lakeside.server.lake.transfer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.transfer.Presence.Complete;
import org.lakeside.server.lake.transfer.StoreIndex.Entry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts files that are whole into their places: bytes to the disk, then the name, then the directory, then the note
/// that it is complete. Many small files go through each step together, as each step costs a wait for the disk.
final class Finisher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Finisher.class);
    private static final int MOST_AT_ONCE = 64;
    private static final int SYNCS_AT_ONCE = 8;

    private final StoreIndex index;
    private final BlockingQueue<Optional<Arrival>> arrivals = new LinkedBlockingQueue<>(); // an empty one ends it
    // Guarded by `this`.
    private boolean started;
    private boolean ending;

    Finisher(StoreIndex index) {
        this.index = index;
    }

    /// A whole file, which closes and leaves its temporary place.
    private record Arrival(
            StoredFile file, PartialFile partial, Path place, boolean verified, CompletableFuture<Path> placed) {}

    /// Completes with the place once it is there for good; or fails with an `IOException` or a [LakeException].
    synchronized CompletableFuture<Path> place(StoredFile file, PartialFile partial, Path place, boolean verified) {
        if (ending) return CompletableFuture.failedFuture(new IOException("the store is closed"));
        var arrival = new Arrival(file, partial, place, verified, new CompletableFuture<>());
        arrivals.add(Optional.of(arrival));
        if (!started) Thread.ofPlatform().name("finisher").daemon().start(this::work);
        started = true;
        return arrival.placed();
    }

    /// What has arrived is put into its place first.
    @Override
    public synchronized void close() {
        ending = true;
        arrivals.add(Optional.empty());
    }

    private void work() {
        try (var syncs = syncThreads()) {
            boolean more = true;
            while (more) {
                List<Optional<Arrival>> taken = new ArrayList<>();
                taken.add(arrivals.take());
                arrivals.drainTo(taken, MOST_AT_ONCE - 1);
                more = !taken.contains(Optional.<Arrival>empty());
                tryToFinish(taken.stream().flatMap(Optional::stream).toList(), syncs);
            }
        } catch (InterruptedException e) {
            log.debug("the finisher ends"); // nobody interrupts this thread but the end of everything
        }
    }

    /// Threads of the operating system, as fdatasync holds on to the one that calls it; gone when idle.
    private static ExecutorService syncThreads() {
        var threads = new ThreadPoolExecutor(
                SYNCS_AT_ONCE,
                SYNCS_AT_ONCE,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("sync-", 0).daemon().factory());
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    private void tryToFinish(List<Arrival> batch, ExecutorService syncs) throws InterruptedException {
        try {
            finish(batch, syncs);
        } catch (RuntimeException
                | Error e) { // whatever it is: these hear of it, and the next ones come to their places
            log.error("{} files could not be put into their places", batch.size(), e);
            for (Arrival arrival : batch) arrival.placed().completeExceptionally(e);
        }
    }

    private void finish(List<Arrival> batch, ExecutorService syncs) throws InterruptedException {
        List<Future<?>> synced = new ArrayList<>();
        for (Arrival arrival : batch)
            synced.add(syncs.submit(() -> {
                arrival.partial().sync();
                return null;
            }));
        List<Arrival> named = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) if (named(batch.get(i), synced.get(i))) named.add(batch.get(i));
        note(named);
    }

    private static boolean named(Arrival arrival, Future<?> synced) throws InterruptedException {
        try {
            synced.get();
            arrival.partial().close();
            Files.createDirectories(arrival.place().getParent());
            Files.move(arrival.partial().path(), arrival.place(), StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException e) {
            arrival.placed().completeExceptionally(e);
        } catch (ExecutionException e) {
            arrival.placed().completeExceptionally(e.getCause() == null ? e : e.getCause());
        }
        return false;
    }

    private void note(List<Arrival> named) {
        try {
            Set<Path> directories = new LinkedHashSet<>();
            List<Entry> entries = new ArrayList<>();
            for (Arrival arrival : named) {
                Path directory = arrival.place().getParent();
                for (int level = 0; level < 3 && directory != null; level++, directory = directory.getParent())
                    directories.add(directory); // scope, instance, DATA: any of them may be new
                Fingerprint print = Fingerprint.of(arrival.place())
                        .orElseThrow(() -> new IOException(arrival.place() + " is gone again"));
                entries.add(new Entry(arrival.file(), new Complete(print, arrival.verified())));
            }
            for (Path directory : directories) sync(directory);
            index.put(entries);
            named.forEach(arrival -> arrival.placed().complete(arrival.place()));
        } catch (IOException | LakeException e) {
            named.forEach(arrival -> arrival.placed().completeExceptionally(e));
        }
    }

    private static void sync(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
