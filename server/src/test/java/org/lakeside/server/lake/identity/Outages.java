package org.lakeside.server.lake.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;

/// When the issuers of a test are away, by its clock: for ten minutes of each thirty-one, so that in the course of days
/// every moment of a credential's life is hit. First they refuse, then they take the question and say nothing.
final class Outages {
    private static final Duration PERIOD = Duration.ofMinutes(31);
    private static final Duration AWAY = Duration.ofMinutes(10);
    private static final Duration REFUSING = Duration.ofMinutes(5);
    /// How long whoever asks waits for an answer, by the test's clock.
    private static final Duration LIMIT = Duration.ofSeconds(25);
    /// The same by the wall's: nobody but a renewal of its own may wait, and the test's clock goes on meanwhile.
    private static final Duration TOO_LONG = Duration.ofSeconds(30);

    private final Clock clock;
    private final Instant start;

    // Guarded by `this`.
    private int hung;
    private int waiting;
    private int waitedTooLong;

    Outages(Clock clock) {
        this.clock = clock;
        this.start = clock.instant();
    }

    boolean isNow() {
        return sinceItsBeginning().compareTo(AWAY) < 0;
    }

    /// Whether who is asked now says nothing.
    boolean isSilence() {
        return isNow() && sinceItsBeginning().compareTo(REFUSING) >= 0;
    }

    private Duration sinceItsBeginning() {
        return Duration.ofMillis(Duration.between(start, clock.instant()).toMillis() % PERIOD.toMillis());
    }

    /// What becomes of a question: answered, or not, at once or after a while.
    synchronized boolean answers() {
        if (!isNow()) return true;
        if (isSilence()) hung++;
        waiting++;
        var until = clock.instant().plus(LIMIT);
        long tooLong = System.nanoTime() + TOO_LONG.toNanos();
        try {
            while (isSilence() && clock.instant().isBefore(until)) {
                long left = (tooLong - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    waitedTooLong++;
                    break;
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the question was taken back");
        } finally {
            waiting--;
        }
        return false;
    }

    /// The clock has gone on.
    synchronized void timeHasPassed() {
        notifyAll();
    }

    /// How many questions were answered with silence.
    synchronized int hung() {
        return hung;
    }

    /// How many wait now.
    synchronized int waiting() {
        return waiting;
    }

    /// How many of them held up the test itself.
    synchronized int waitedTooLong() {
        return waitedTooLong;
    }
}
