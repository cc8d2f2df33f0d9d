package org.lakeside.server.lake.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Notices that the machine has slept, or that its clock was set: the time between two looks is not what it should be.
public final class Ticks {
    /// How often somebody looks: so often that credentials of a minute, due in their last quarter, are not missed.
    public static final Duration EVERY = Duration.ofSeconds(5);

    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final Duration BACKWARDS = Duration.ofSeconds(-5);

    private final Clock clock;
    private Optional<Instant> last = Optional.empty();

    Ticks(Clock clock) {
        this.clock = clock;
    }

    synchronized boolean hasJumped() {
        var now = clock.instant();
        var passed = last.map(before -> Duration.between(before, now)).orElse(EVERY);
        last = Optional.of(now);
        return passed.compareTo(LONGEST) > 0 || passed.compareTo(BACKWARDS) < 0;
    }
}
