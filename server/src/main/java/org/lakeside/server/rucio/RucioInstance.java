package org.lakeside.server.rucio;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.lakeside.auth.x509.tls.ServerTrust;
import org.lakeside.rucio.client.RowStream;
import org.lakeside.rucio.client.RucioClient;
import org.lakeside.rucio.client.RucioException;
import org.lakeside.rucio.client.Timeouts;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.browse.Rows;

/// The calls to one Rucio: a limited number at a time, so that one that hangs takes nothing from the others.
final class RucioInstance {
    /// Twice as many as there are long lists under way, which may take a while each.
    static final int CALLS_AT_ONCE = 12;

    private final Instance instance;
    private final Supplier<RucioClient> client;
    private final Supplier<ServerTrust> trust;
    private final Duration patience;
    private final RucioProblems problems;
    private final Semaphore calls = new Semaphore(CALLS_AT_ONCE, true);

    /// An instance that has not been called yet.
    ///
    /// @param loginUrl where certificates are shown
    /// @param client made at the first call
    /// @param trust whom to believe there
    /// @param limits of the client; a call waits for its turn as long as for an answer
    RucioInstance(
            Instance instance,
            URI loginUrl,
            Supplier<RucioClient> client,
            Supplier<ServerTrust> trust,
            Timeouts limits) {
        this.instance = instance;
        this.client = client;
        this.trust = trust;
        this.patience = limits.silence();
        this.problems = new RucioProblems(instance, loginUrl, limits);
    }

    Instance instance() {
        return instance;
    }

    ServerTrust trust() {
        return trust.get();
    }

    <T> T call(About about, Function<RucioClient, T> call) {
        takeTurn();
        try {
            return call.apply(client.get());
        } catch (RucioException e) {
            throw problems.of(e, about);
        } finally {
            calls.release();
        }
    }

    /// The stream holds its turn until it is closed.
    <T> Rows<T> stream(About about, Function<RucioClient, RowStream<T>> call) {
        takeTurn();
        boolean opened = false;
        try {
            var rows = new RucioRows<>(call.apply(client.get()), about, problems, calls::release);
            opened = true;
            return rows;
        } catch (RucioException e) {
            throw problems.of(e, about);
        } finally {
            if (!opened) calls.release();
        }
    }

    private void takeTurn() {
        try {
            if (calls.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("waiting for a turn at %s was given up".formatted(instance.name()));
        }
        throw new LakeException(new Problem(
                        Problem.Kind.RUCIO_UNAVAILABLE,
                        "%s is slow: %d calls have been waiting for its answer for %d s."
                                .formatted(instance.label(), CALLS_AT_ONCE, patience.toSeconds()),
                        "Nothing was changed; try again in a while.")
                .with(Problem.INSTANCE, instance.name())
                .with(Problem.RETRY_AFTER, patience.toSeconds()));
    }
}
