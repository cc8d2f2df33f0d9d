package org.lakeside.rucio.client;

import java.time.Duration;

/// How long a call waits before it gives up.
///
/// @param connect for the connection
/// @param silence for the first byte of the answer, and for each next one
/// @param overall for the answer to begin, repetitions and the waits between them included
public record Timeouts(Duration connect, Duration silence, Duration overall) {
    public static final Timeouts DEFAULT =
            new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(25));

    public Timeouts {
        if (!connect.isPositive() || !silence.isPositive() || !overall.isPositive()) {
            throw new IllegalArgumentException(
                    "timeouts have to be positive: %s, %s, %s".formatted(connect, silence, overall));
        }
    }

    /// The default ones with another limit for silence, and as much more for all together.
    public static Timeouts withSilence(Duration silence) {
        return new Timeouts(DEFAULT.connect, silence, silence.plus(DEFAULT.overall.minus(DEFAULT.silence)));
    }
}
