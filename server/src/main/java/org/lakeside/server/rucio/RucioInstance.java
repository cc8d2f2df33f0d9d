package org.lakeside.server.rucio;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.lakeside.auth.x509.tls.ServerTrust;
import org.lakeside.rucio.client.RowStream;
import org.lakeside.rucio.client.RucioClient;
import org.lakeside.rucio.client.RucioException;
import org.lakeside.rucio.client.RucioException.Kind;
import org.lakeside.rucio.client.Timeouts;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Reach;
import org.lakeside.server.lake.browse.Rows;

/// The calls to one Rucio: a limited number at a time, and none that is known to be in vain. So one that hangs or is
/// away takes nothing from the others, and no time from whoever asks it.
final class RucioInstance implements AutoCloseable {
    /// A call that has waited for this part of its limit leaves doubt, ...
    private static final int PARTS_TO_DOUBT = 4;
    /// ... which ends before the call itself does.
    private static final int PARTS_TO_PROBE = 2;

    /// A probe is not repeated: another one follows soon.
    private static final Duration ONCE = Duration.ofMillis(1);

    private final Instance instance;
    private final Line line;
    private final Supplier<RucioClient> client;
    private final Clock clock;
    private final RucioProblems problems;
    private final Lookout lookout;
    private final CallTurns turns = new CallTurns();

    /// The way to a server.
    ///
    /// @param loginUrl where one logs in and certificates are shown
    /// @param clients makes one with these limits
    /// @param trust whom to believe there
    /// @param limits of calls; a call waits for its turn as long as for an answer
    record Line(URI loginUrl, Function<Timeouts, RucioClient> clients, Supplier<ServerTrust> trust, Timeouts limits) {}

    /// An instance that has not been called yet.
    ///
    /// @param whenChanged hears how it answers; must not block
    RucioInstance(Instance instance, Line line, Clock clock, Later later, Consumer<Reach> whenChanged) {
        this.instance = instance;
        this.line = line;
        this.clock = clock;
        this.client = new Once<>(() -> line.clients().apply(line.limits()));
        this.problems = new RucioProblems(instance, line.loginUrl(), line.limits());
        var silence = line.limits().silence();
        var shorter = silence.dividedBy(PARTS_TO_PROBE);
        var limits = new Timeouts(shorter, shorter, ONCE);
        var prober = new Once<>(() -> line.clients().apply(limits));
        this.lookout = new Lookout(
                instance,
                () -> prober.get().ping(),
                new RucioProblems(instance, line.loginUrl(), limits),
                silence.dividedBy(PARTS_TO_DOUBT),
                clock,
                later,
                reach -> {
                    turns.lookUp();
                    whenChanged.accept(reach);
                });
    }

    Instance instance() {
        return instance;
    }

    ServerTrust trust() {
        return line.trust().get();
    }

    Reach reach() {
        return lookout.reach();
    }

    Reach tryNow() {
        return lookout.tryNow();
    }

    <T> T call(Errand errand, About about, Function<RucioClient, T> call) {
        takeTurn(errand);
        try {
            return ask(errand, about, call);
        } finally {
            turns.giveBack();
        }
    }

    /// The stream holds its turn until it is closed.
    <T> Rows<T> stream(Errand errand, About about, Function<RucioClient, RowStream<T>> call) {
        takeTurn(errand);
        boolean opened = false;
        try {
            var rows = new RucioRows<>(ask(errand, about, call), failure -> failed(failure, about), turns::giveBack);
            opened = true;
            return rows;
        } finally {
            if (!opened) turns.giveBack();
        }
    }

    @Override
    public void close() {
        lookout.close();
    }

    private <T> T ask(Errand errand, About about, Function<RucioClient, T> call) {
        var began = clock.instant();
        var ended = lookout.callBegins();
        try {
            T answer = call.apply(client.get());
            answered(errand, began);
            return answer;
        } catch (RucioException e) {
            if (errand == Errand.LOGIN) {
                // Who answers logins may be another server, and what it refuses is one person's.
                if (e.kind() == Kind.UNAVAILABLE) lookout.doubt();
            } else {
                lookout.failed(e, since(began));
            }
            throw problems.of(e, about);
        } finally {
            ended.run();
        }
    }

    private void answered(Errand errand, Instant began) {
        if (errand != Errand.LOGIN) lookout.answered(since(began));
        else if (!(lookout.reach() instanceof Reach.Well)) lookout.doubt();
    }

    private LakeException failed(RucioException inTheMiddle, About about) {
        lookout.doubt();
        return problems.of(inTheMiddle, about);
    }

    private Duration since(Instant began) {
        return Duration.between(began, clock.instant());
    }

    private void takeTurn(Errand errand) {
        Runnable worthIt = errand == Errand.LOGIN ? () -> {} : lookout::requireHope;
        worthIt.run();
        var patience = line.limits().silence();
        try {
            if (turns.take(errand, patience, worthIt)) return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("waiting for a turn at %s was given up".formatted(instance.name()));
        }
        throw new LakeException(new Problem(
                        Problem.Kind.RUCIO_UNAVAILABLE,
                        "%s is slow: %d other calls have not ended within %d s."
                                .formatted(instance.label(), errand.limit(), patience.toSeconds()),
                        "Nothing was changed; try again in a while.")
                .with(Problem.INSTANCE, instance.name())
                .with(Problem.RETRY_AFTER, patience.toSeconds()));
    }
}
