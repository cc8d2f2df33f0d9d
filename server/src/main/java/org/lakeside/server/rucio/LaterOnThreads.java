package org.lakeside.server.rucio;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// On the wall's clock, until it is closed.
final class LaterOnThreads implements Later, AutoCloseable {
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("reach-", 1).factory());

    @Override
    public Runnable after(Duration time, Runnable task) {
        if (!time.isPositive()) {
            threads.execute(task);
            return () -> {};
        }
        var then = CompletableFuture.delayedExecutor(time.toNanos(), TimeUnit.NANOSECONDS, threads);
        var planned = CompletableFuture.runAsync(task, then);
        return () -> {
            var unused = planned.cancel(false);
        };
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
