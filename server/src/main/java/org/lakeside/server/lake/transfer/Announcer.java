package org.lakeside.server.lake.transfer;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells listeners how downloads get on: five times a second, whatever has changed. Rests while nothing is under way.
final class Announcer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Announcer.class);
    private static final Duration ROUND = Duration.ofMillis(200);

    private final List<Consumer<Download>> listeners = new CopyOnWriteArrayList<>();
    private final Map<Job, Download> told = new HashMap<>(); // of the announcing thread
    private final Stop end = new Stop();
    // Guarded by `this`.
    private final Set<Job> moving = new LinkedHashSet<>();
    private boolean working;

    void listen(Consumer<Download> listener) {
        listeners.add(listener);
    }

    /// Has an eye on this one until it rests.
    synchronized void watch(Job job) {
        moving.add(job);
        if (working || end.stopped()) return;
        working = true;
        Thread.ofVirtual().name("announcer").start(this::work);
    }

    @Override
    public void close() {
        end.stop();
    }

    private void work() {
        do {
            for (Job job : watched()) tryToAnnounce(job);
            end.await(ROUND);
        } while (moreToSay());
    }

    private void tryToAnnounce(Job job) {
        try {
            announce(job);
        } catch (Throwable e) { // whatever it is: the next round says more, and others are watched too
            log.warn("download of {} could not be announced", job.key().did(), e);
        }
    }

    private void announce(Job job) {
        boolean idle = job.idle(); // before the snapshot: what is idle by then has been told for the last time
        job.tick();
        Download now = job.snapshot();
        if (!now.equals(told.put(job, now))) listeners.forEach(listener -> tell(listener, now));
        if (idle) rest(job);
    }

    private synchronized void rest(Job job) {
        told.remove(job);
        if (job.idle()) moving.remove(job);
    }

    private synchronized List<Job> watched() {
        return List.copyOf(moving);
    }

    private synchronized boolean moreToSay() {
        working = !moving.isEmpty() && !end.stopped();
        return working;
    }

    private static void tell(Consumer<Download> listener, Download download) {
        try {
            listener.accept(download);
        } catch (RuntimeException e) {
            log.warn("a listener failed on download {}", download.id(), e);
        }
    }
}
