package org.lakeside.server.lake.transfer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A clock that goes when it is told to, and remembers what was waited for.
final class TestClock extends Clock {
    private final List<Duration> waits = new CopyOnWriteArrayList<>();
    private volatile Runnable whenWaiting = () -> {};
    private volatile Instant now = Instant.parse("2026-11-21T10:00:00Z");

    void pass(Duration time) {
        whenWaiting.run();
        synchronized (this) {
            waits.add(time);
            now = now.plus(time);
        }
    }

    void whenWaiting(Runnable action) {
        whenWaiting = action;
    }

    List<Duration> waits() {
        return List.copyOf(waits);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
