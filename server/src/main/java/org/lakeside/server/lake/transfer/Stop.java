package org.lakeside.server.lake.transfer;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Tells work that is under way to end at once. Stopping is final.
public final class Stop {
    private final Map<Object, Runnable> actions = new LinkedHashMap<>();
    private boolean stopped;

    /// A registered action; closing it takes the action back.
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    public synchronized boolean stopped() {
        return stopped;
    }

    /// Runs `action` when stopped, or now if that has been.
    public Registration whenStopped(Runnable action) {
        Object key = new Object();
        synchronized (this) {
            if (!stopped) {
                actions.put(key, action);
                return () -> remove(key);
            }
        }
        action.run();
        return () -> {};
    }

    public void stop() {
        Map<Object, Runnable> toRun;
        synchronized (this) {
            stopped = true;
            toRun = new LinkedHashMap<>(actions);
            actions.clear();
            notifyAll();
        }
        toRun.values().forEach(Runnable::run);
    }

    /// Waits until stopped, at most so long.
    synchronized void await(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        for (long left = limit.toNanos(); !stopped && left > 0; left = end - System.nanoTime()) {
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                interrupted = true;
                break;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    private synchronized void remove(Object key) {
        actions.remove(key);
    }
}
