package org.lakeside.server.lake.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;

/// Leaves an issuer that is away in peace: half a minute after the first failure, twice as long after each further one,
/// ten minutes at most; less while something that ends before has to be had anew. Guarded by its owner.
final class Backoff {
    static final Duration FIRST = Duration.ofSeconds(30);
    static final Duration LONGEST = Duration.ofMinutes(10);

    private static final int PART_OF_WHAT_IS_LEFT = 4;

    private int failures;
    private Instant failed = Instant.EPOCH;

    boolean restsAt(Instant now) {
        return rests(now, rest());
    }

    /// @param ends of what is to be had anew; the less of it is left, the sooner it is tried again
    boolean restsAt(Instant now, Instant ends) {
        if (!now.isBefore(ends)) return restsAt(now);
        var left = Duration.between(failed, ends).dividedBy(PART_OF_WHAT_IS_LEFT);
        return rests(now, Collections.max(List.of(FIRST, Collections.min(List.of(rest(), left)))));
    }

    /// The same where a person waits for it.
    boolean restsShortlyAt(Instant now) {
        return rests(now, FIRST);
    }

    private boolean rests(Instant now, Duration rest) {
        return failures > 0 && !now.isBefore(failed) && now.isBefore(failed.plus(rest));
    }

    void failed(Instant now) {
        failures = Math.min(failures + 1, 16);
        failed = now;
    }

    void forget() {
        failures = 0;
    }

    private Duration rest() {
        return Collections.min(List.of(LONGEST, FIRST.multipliedBy(1L << Math.max(0, failures - 1))));
    }
}
