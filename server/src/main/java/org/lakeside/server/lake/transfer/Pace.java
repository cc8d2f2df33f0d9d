package org.lakeside.server.lake.transfer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/// How fast bytes have come over the last seconds.
final class Pace {
    private static final Duration WINDOW = Duration.ofSeconds(8);
    private static final Duration LEAST = Duration.ofMillis(800);

    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(Instant when, long bytes) {}

    void note(Instant now, long bytes) {
        // Fewer than before: something was thrown away, and what was measured means nothing.
        if (!samples.isEmpty() && bytes < samples.getLast().bytes()) samples.clear();
        samples.addLast(new Sample(now, bytes));
        while (samples.size() > 2
                && Duration.between(samples.getFirst().when(), now).compareTo(WINDOW) > 0) samples.removeFirst();
    }

    /// Bytes a second; empty until there is enough to tell.
    OptionalLong rate() {
        if (samples.size() < 2) return OptionalLong.empty();
        Duration time =
                Duration.between(samples.getFirst().when(), samples.getLast().when());
        if (time.compareTo(LEAST) < 0) return OptionalLong.empty();
        long bytes = samples.getLast().bytes() - samples.getFirst().bytes();
        return OptionalLong.of(bytes * 1000 / time.toMillis());
    }

    OptionalLong secondsLeft(long bytesLeft) {
        OptionalLong rate = rate();
        if (rate.isEmpty() || rate.getAsLong() == 0) return OptionalLong.empty();
        return OptionalLong.of((bytesLeft + rate.getAsLong() - 1) / rate.getAsLong());
    }
}
