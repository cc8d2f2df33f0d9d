package org.lakeside.server.lake.transfer;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes down, while files grow, which of their blocks are here: soon as marks that last as long as the machine runs,
/// and now and then, after fdatasync, as marks that last. One thread, which rests while nothing grows.
final class Keeper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Keeper.class);
    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final long SYNC_AFTER_BYTES = 128L * 1024 * 1024;
    private static final int SYNC_AFTER_ROUNDS = 5;

    private final StoreIndex index;
    private final String bootNow;
    private final List<Kept> growing = new CopyOnWriteArrayList<>();
    private final Stop end = new Stop();
    // Guarded by `this`.
    private boolean started;

    Keeper(StoreIndex index, String bootNow) {
        this.index = index;
        this.bootNow = bootNow;
    }

    /// A growing file under watch.
    final class Kept {
        private final StoredFile file;
        private final PartialFile partial;
        private final ReentrantLock lock = new ReentrantLock();
        private boolean released;
        private long saved;
        private long synced;
        private int roundsSinceSync;

        private Kept(StoredFile file, PartialFile partial) {
            this.file = file;
            this.partial = partial;
            this.saved = partial.blocks().bytesHere();
            this.synced = saved;
        }

        /// Nothing is written down about it any more, once this returns.
        void release() {
            growing.remove(this);
            lock.lock();
            try {
                released = true;
            } finally {
                lock.unlock();
            }
        }

        PartialFile partial() {
            return partial;
        }

        /// Throws away what came. When this returns, nothing that is written down speaks of it.
        void startOver() throws IOException {
            lock.lock();
            try {
                partial.startOver();
                save();
                saved = 0;
                synced = 0;
                roundsSinceSync = 0;
            } finally {
                lock.unlock();
            }
        }

        private void round() throws IOException {
            lock.lock();
            try {
                long here = partial.blocks().bytesHere();
                if (released || (here == saved && here == synced)) return;
                boolean sync = here - synced >= SYNC_AFTER_BYTES || ++roundsSinceSync >= SYNC_AFTER_ROUNDS;
                try {
                    if (sync) {
                        partial.sync();
                        synced = here;
                        roundsSinceSync = 0;
                    }
                } finally {
                    save(); // also that what did not reach the disk does not count
                }
                saved = here;
            } finally {
                lock.unlock();
            }
        }

        /// Writes down what is here now.
        void save() {
            index.put(List.of(new StoreIndex.Entry(file, partial.presence(bootNow))));
        }
    }

    Kept keep(StoredFile file, PartialFile partial) {
        var kept = new Kept(file, partial);
        growing.add(kept);
        startIfNeeded();
        return kept;
    }

    @Override
    public void close() {
        end.stop();
    }

    private synchronized void startIfNeeded() {
        notifyAll();
        if (started || end.stopped()) return;
        started = true;
        // fdatasync and SQLite hold on to the thread that calls them, so it is one of the operating system's.
        Thread.ofPlatform().name("keeper").daemon().start(this::work);
    }

    private void work() {
        end.whenStopped(this::startIfNeeded); // wakes it
        while (restWhileIdle()) {
            for (Kept kept : growing) round(kept);
            end.await(ROUND);
        }
    }

    private synchronized boolean restWhileIdle() {
        try {
            while (growing.isEmpty() && !end.stopped()) wait();
        } catch (InterruptedException e) {
            return false; // nobody interrupts this thread but the end of everything
        }
        return !end.stopped();
    }

    private void round(Kept kept) {
        try {
            kept.round();
        } catch (Throwable e) { // whatever it is: others grow too
            // The fetch itself will meet the same disk, and say so.
            log.warn("the progress of {} could not be written down", kept.file.did(), e);
        }
    }
}
