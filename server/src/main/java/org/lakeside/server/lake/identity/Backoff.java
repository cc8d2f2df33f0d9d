package org.lakeside.server.lake.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;

/// Leaves an issuer that is away in peace: half a minute after the first failure, twice as long after each further one,
/// ten minutes at most. Guarded by its owner.
final class Backoff {
    static final Duration FIRST = Duration.ofSeconds(30);
    static final Duration LONGEST = Duration.ofMinutes(10);

    private int failures;
    private Instant failed = Instant.EPOCH;

    boolean restsAt(Instant now) {
        return failures > 0 && !now.isBefore(failed) && now.isBefore(failed.plus(rest()));
    }

    void failed(Instant now) {
        failures = Math.min(failures + 1, 16);
        failed = now;
    }

    void forget() {
        failures = 0;
    }

    private Duration rest() {
        return Collections.min(List.of(LONGEST, FIRST.multipliedBy(1L << (failures - 1))));
    }
}
