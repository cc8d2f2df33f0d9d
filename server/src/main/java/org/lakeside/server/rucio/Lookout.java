package org.lakeside.server.rucio;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.lakeside.rucio.client.RucioException;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;
import org.lakeside.server.lake.Reach;
import org.lakeside.server.lake.Reach.Refusing;
import org.lakeside.server.lake.Reach.Silent;
import org.lakeside.server.lake.Reach.Slow;
import org.lakeside.server.lake.Reach.Well;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is known of how an instance answers: from its calls, and where they leave doubt from a probe, a question that
/// costs it nothing. That a call takes long is never taken for silence: a search may. While it is silent one probe at a
/// time, at growing intervals, finds out that it is back.
final class Lookout implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Lookout.class);

    private static final Duration FIRST_REST = Duration.ofMillis(250);
    private static final Duration LONGEST_REST = Duration.ofMinutes(1);
    /// Whoever asks for more has mistaken something.
    private static final Duration LONGEST_ASKED = Duration.ofHours(1);

    private final Instance instance;
    private final Runnable ping;
    private final RucioProblems problems;
    private final Duration slowAfter;
    private final Clock clock;
    private final Later later;
    private final Consumer<Reach> whenChanged;

    /// Held while a change is told, so that what is told last is the latest. Taken before `this`, never after.
    private final Object telling = new Object();

    // Guarded by `this`.
    private Reach reach = new Well();
    private int failures;
    private Optional<CountDownLatch> probe = Optional.empty();
    private boolean closed;

    /// Knows nothing yet.
    ///
    /// @param ping asks the instance whether it is there; a [RucioException] says why not
    /// @param problems words for the failures of `ping`
    /// @param slowAfter a call that waits longer leaves doubt
    /// @param whenChanged must not block
    Lookout(
            Instance instance,
            Runnable ping,
            RucioProblems problems,
            Duration slowAfter,
            Clock clock,
            Later later,
            Consumer<Reach> whenChanged) {
        this.instance = instance;
        this.ping = ping;
        this.problems = problems;
        this.slowAfter = slowAfter;
        this.clock = clock;
        this.later = later;
        this.whenChanged = whenChanged;
    }

    synchronized Reach reach() {
        return reach;
    }

    /// Asks now, or waits for whoever does.
    Reach tryNow() {
        try {
            startProbe(false).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("waiting for %s was given up".formatted(instance.name()));
        }
        return reach();
    }

    /// Refuses at once what is known to be in vain.
    void requireHope() {
        var now = clock.instant();
        Reach known = reach();
        if (known instanceof Silent silent) {
            if (!now.isBefore(silent.next())) startProbe(false); // it is late; perhaps the machine slept
            throw inVain(Kind.INSTANCE_SILENT, silent.words(), silent.next(), now);
        }
        if (known instanceof Refusing refusing && now.isBefore(refusing.next()))
            throw inVain(Kind.RUCIO_UNAVAILABLE, refusing.words(), refusing.next(), now);
    }

    /// A call goes out.
    ///
    /// @return to be run when its answer has begun, or will not come
    Runnable callBegins() {
        return later.after(slowAfter, () -> startProbe(true));
    }

    /// A call was answered, be it by a refusal of what it wanted.
    void answered(Duration took) {
        var now = clock.instant();
        boolean isSlow = took.compareTo(slowAfter) > 0;
        change(() -> {
            failures = 0;
            if (!isSlow) return new Well();
            return reach instanceof Slow ? reach : new Slow(now, slow());
        });
    }

    /// A call failed.
    void failed(RucioException failure, Duration took) {
        switch (Sign.of(failure)) {
            case ANSWER -> answered(took);
            case DOUBT -> startProbe(Sign.isLate(failure));
            case REFUSAL -> refuses(failure);
            case SILENCE -> isSilent(failure, false);
        }
    }

    /// Something that need not be about this very server went well, or did not.
    void doubt() {
        startProbe(false);
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    /// Unless one is under way.
    ///
    /// @param waited whether somebody waits for an answer
    /// @return open when it is over
    private CountDownLatch startProbe(boolean waited) {
        CountDownLatch over;
        synchronized (this) {
            if (probe.isPresent()) return probe.get();
            if (closed) return new CountDownLatch(0);
            over = new CountDownLatch(1);
            probe = Optional.of(over);
        }
        var unused = later.after(Duration.ZERO, () -> probe(over, waited));
        return over;
    }

    private void probe(CountDownLatch over, boolean waited) {
        try {
            ping.run();
            isThere(waited);
        } catch (RucioException e) {
            switch (Sign.of(e)) {
                case ANSWER -> isThere(waited);
                case REFUSAL -> refuses(e);
                case DOUBT, SILENCE -> isSilent(e, true);
            }
        } catch (CancellationException e) {
            log.debug("{} is no longer asked whether it is there", instance.name());
        } catch (LakeException e) {
            log.debug("{} cannot be asked whether it is there: {}", instance.name(), e.getMessage()); // a wrong setting
        } catch (RuntimeException e) {
            log.error("{} could not be asked whether it is there", instance.name(), e);
        } finally {
            synchronized (this) {
                probe = Optional.empty();
            }
            over.countDown();
        }
    }

    /// What its probe says. How long to rest next time is forgotten only when a call is answered.
    private void isThere(boolean waited) {
        var now = clock.instant();
        change(() -> switch (reach) {
            case Well _ -> waited ? new Slow(now, slow()) : reach;
            case Slow _ -> reach;
            case Silent _, Refusing _ -> new Well();
        });
    }

    private void isSilent(RucioException failure, boolean byProbe) {
        var words = words(failure);
        change(() -> {
            if (reach instanceof Silent && !byProbe) return reach; // one that was under way when the others failed
            var now = clock.instant();
            var since = reach instanceof Silent silent ? silent.since() : now;
            return new Silent(since, now.plus(rest()), words);
        });
    }

    private void refuses(RucioException failure) {
        var words = words(failure);
        change(() -> {
            var now = clock.instant();
            var asked = failure.retryAfter().map(time -> now.plus(shorter(time, LONGEST_ASKED)));
            if (reach instanceof Refusing known && now.isBefore(known.next()))
                return asked.filter(known.next()::isBefore)
                        .<Reach>map(next -> new Refusing(known.since(), next, words))
                        .orElse(reach);
            var since = reach instanceof Refusing known ? known.since() : now;
            var next = asked.filter(now::isBefore).orElseGet(() -> now.plus(rest()));
            return new Refusing(since, next, words);
        });
    }

    /// Twice as long after each failure, with a little chance in it, so that many clients do not come back in step.
    private Duration rest() {
        failures = Math.min(failures + 1, 16);
        var rest = shorter(FIRST_REST.multipliedBy(1L << (failures - 1)), LONGEST_REST);
        return rest.plusMillis(ThreadLocalRandom.current().nextLong(rest.toMillis() / 4 + 1));
    }

    private interface Change {
        /// Made while `this` is held.
        Reach make();
    }

    private void change(Change change) {
        Optional<Instant> askAt;
        synchronized (this) {
            var before = reach;
            reach = change.make();
            if (reach.equals(before)) return;
            askAt = next(reach);
            logChange(before, reach);
        }
        askAt.ifPresent(next -> later.after(Duration.between(clock.instant(), next), () -> askAgain(next)));
        synchronized (telling) {
            whenChanged.accept(reach());
        }
    }

    private static Optional<Instant> next(Reach reach) {
        return switch (reach) {
            case Well _, Slow _ -> Optional.empty();
            case Silent silent -> Optional.of(silent.next());
            case Refusing refusing -> Optional.of(refusing.next());
        };
    }

    /// Unless what it was planned for is over.
    private void askAgain(Instant planned) {
        if (next(reach()).filter(planned::equals).isPresent()) startProbe(false);
    }

    private void logChange(Reach before, Reach now) {
        if (before.getClass() == now.getClass()) return;
        switch (now) {
            case Well _ -> log.info("{} answers again", instance.name());
            case Slow _ -> log.info("{} is slow", instance.name());
            case Silent silent -> log.warn("{} is silent: {}", instance.name(), silent.words());
            case Refusing refusing -> log.warn("{} refuses: {}", instance.name(), refusing.words());
        }
    }

    private LakeException inVain(Kind kind, String words, Instant next, Instant now) {
        long seconds = Math.max(1, Duration.between(now, next).plusMillis(999).toSeconds());
        return new LakeException(new Problem(
                        kind,
                        words,
                        "Nothing was changed; try again in %d s, when it will have been asked again."
                                .formatted(seconds))
                .with(Problem.INSTANCE, instance.name())
                .with(Problem.RETRY_AFTER, seconds));
    }

    private String words(RucioException failure) {
        return problems.of(failure, About.NOTHING).problem().detail();
    }

    private String slow() {
        return "%s is slow: an answer takes longer than %s s."
                .formatted(instance.label(), slowAfter.toMillis() / 1000.0);
    }

    private static Duration shorter(Duration one, Duration other) {
        return Collections.min(List.of(one, other));
    }
}
