package org.lakeside.server.api;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;

/// An answer that takes many calls has a limit of its own: each of them may be in time, and all together take for ever.
final class ActionLimit {
    /// Longer than any one call.
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Thread worker = Thread.currentThread();
    // Guarded by `this`.
    private boolean over;
    private boolean passed;

    private ActionLimit() {}

    /// Does the work of a request without a body, as long as its reader stays and the limit has not passed.
    static void during(Context context, ReaderWatch.Work work) throws Exception {
        within(LONGEST, () -> ReaderWatch.during(context, work));
    }

    interface Work {
        void run() throws Exception;
    }

    static void within(Work work) throws Exception {
        within(LONGEST, work);
    }

    static void within(Duration longest, Work work) throws Exception {
        var limit = new ActionLimit();
        var end = CompletableFuture.runAsync(
                limit::pass, CompletableFuture.delayedExecutor(longest.toMillis(), TimeUnit.MILLISECONDS));
        try {
            work.run();
        } catch (CancellationException e) {
            if (!limit.hasPassed()) throw e;
            throw new LakeException(
                    new Problem(
                            Problem.Kind.RUCIO_UNAVAILABLE,
                            "The answer was not there after %d s, and was given up.".formatted(longest.toSeconds()),
                            "Nothing was changed; ask for less, such as a longer part of a name, or try again."),
                    e);
        } finally {
            limit.end();
            end.cancel(false);
        }
    }

    private synchronized void pass() {
        if (over) return;
        passed = true;
        worker.interrupt();
    }

    private synchronized boolean hasPassed() {
        return passed;
    }

    private synchronized void end() {
        over = true;
        if (passed) {
            var unused = Thread.interrupted(); // it was meant for the work, which has ended
        }
    }
}
