package org.lakeside.rucio.client;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// When a call is made again: the one place that decides it.
///
/// It is, three times at most, when Rucio could not be reached, broke off or said "not now"; after 0.25 s, then 0.5 s,
/// or as long as Rucio asked for, and within the overall limit. A call that ran into its time-out is not made again:
/// who waited that long wants to know. A call that changes something is made again only when Rucio has certainly not
/// done it: nobody there to hear it, or "not now" from Rucio itself.
final class Patience {
    private static final int TRIES = 3;
    private static final Duration FIRST_WAIT = Duration.ofMillis(250);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final Duration overall;
    private final boolean changes;
    private final long began = System.nanoTime();
    private int tries = 1;

    /// @param changes whether the call changes something
    Patience(Duration overall, boolean changes) {
        this.overall = overall;
        this.changes = changes;
    }

    /// How long to wait before the next try; empty when there is none.
    Optional<Duration> waitAfter(RucioException failure) {
        if (!failure.repeatable() || (changes && mayBeDone(failure)) || tries >= TRIES) {
            return Optional.empty();
        }
        Duration wait = failure.retryAfter().orElseGet(this::usualWait);
        if (spent().plus(wait).compareTo(overall) >= 0) {
            return Optional.empty();
        }
        tries++;
        return Optional.of(wait);
    }

    private static boolean mayBeDone(RucioException failure) {
        boolean unheard =
                failure.getCause() instanceof ConnectException || failure.getCause() instanceof UnknownHostException;
        boolean refused = failure.status() == 429
                || failure.status() == 503
                || !failure.exceptionClass().isEmpty();
        return !unheard && !refused;
    }

    int tries() {
        return tries;
    }

    Duration spent() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /// A little chance in it, so that many clients do not come back in step.
    private Duration usualWait() {
        Duration wait = FIRST_WAIT.multipliedBy(1L << (tries - 1));
        Duration shorter = wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
        return shorter.plusMillis(ThreadLocalRandom.current().nextLong(shorter.toMillis() / 4 + 1));
    }
}
