package org.lakeside.server.lake.identity;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.lakeside.rucio.client.RucioToken;
import org.lakeside.server.lake.LakeException;

/// One renewal at a time: whoever wants one meanwhile gets what that one comes to.
final class SharedRenewal {
    // Guarded by `this`.
    private Optional<CompletableFuture<RucioToken>> underWay = Optional.empty();

    /// Renews, or waits for who does.
    ///
    /// @return empty when the call that was waited for was given up by whoever made it
    Optional<RucioToken> run(Supplier<RucioToken> renewal) {
        CompletableFuture<RucioToken> mine = new CompletableFuture<>();
        Optional<CompletableFuture<RucioToken>> others;
        synchronized (this) {
            others = underWay;
            if (others.isEmpty()) underWay = Optional.of(mine);
        }
        return others.isPresent() ? join(others.get()) : Optional.of(run(renewal, mine));
    }

    private RucioToken run(Supplier<RucioToken> renewal, CompletableFuture<RucioToken> promise) {
        try {
            var current = renewal.get();
            over(promise);
            promise.complete(current);
            return current;
        } catch (RuntimeException e) {
            over(promise);
            promise.completeExceptionally(e);
            throw e;
        }
    }

    /// Nobody joins what is under way any more.
    synchronized void forget() {
        underWay = Optional.empty();
    }

    private synchronized void over(CompletableFuture<RucioToken> promise) {
        if (underWay.filter(promise::equals).isPresent()) underWay = Optional.empty();
    }

    private static Optional<RucioToken> join(CompletableFuture<RucioToken> promise) {
        try {
            return Optional.of(promise.join());
        } catch (CancellationException e) {
            return Optional.empty();
        } catch (CompletionException e) {
            if (e.getCause() instanceof CancellationException) return Optional.empty();
            if (e.getCause() instanceof LakeException told) throw new LakeException(told.problem(), told);
            throw e;
        }
    }
}
