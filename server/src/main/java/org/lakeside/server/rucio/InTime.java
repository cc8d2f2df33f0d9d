package org.lakeside.server.rucio;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// A question whose answer is worth waiting for only so long.
final class InTime {
    private InTime() {}

    /// However it ends, the call ends with it.
    static <T> T answer(Duration limit, Supplier<T> ask) throws TimeoutException {
        try (var thread = Executors.newVirtualThreadPerTaskExecutor()) {
            var answer = thread.submit(ask::get);
            try {
                return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException cause) throw cause;
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("the question was given up");
            } finally {
                answer.cancel(true);
            }
        }
    }
}
