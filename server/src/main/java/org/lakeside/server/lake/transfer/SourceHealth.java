package org.lakeside.server.lake.transfer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Which storages do not answer, or asked for a rest: known to all downloads, so that not each has to find out.
final class SourceHealth {
    /// So many failures in a row, over so long, and a storage is left alone. Shorter is a restart, for example.
    private static final int DEAD_AFTER = 3;

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration FIRST_REST = Duration.ofSeconds(30);
    private static final Duration LONGEST_REST = Duration.ofMinutes(10);

    private final Clock clock;
    // Guarded by `this`.
    private final Map<String, Health> byEndpoint = new HashMap<>();
    private final Set<Replica> suspicious = new HashSet<>();

    private record Replica(Key file, String rse) {}

    private record Health(int failures, Instant since, Instant restsUntil, Instant busyUntil) {
        static final Health GOOD = new Health(0, Instant.MAX, Instant.MIN, Instant.MIN);
    }

    SourceHealth(Clock clock) {
        this.clock = clock;
    }

    /// No answer, or an answer that never ended.
    synchronized void failed(Source source) {
        Health health = of(source);
        int failures = health.failures() + 1;
        long doublings = Math.min(10, Math.max(0, failures - DEAD_AFTER));
        Duration rest = FIRST_REST.multipliedBy(1L << doublings);
        if (rest.compareTo(LONGEST_REST) > 0) rest = LONGEST_REST;
        Instant now = clock.instant();
        Instant since = health.failures() == 0 ? now : health.since();
        byEndpoint.put(source.endpoint(), new Health(failures, since, now.plus(rest), health.busyUntil()));
    }

    synchronized void delivered(Source source) {
        byEndpoint.remove(source.endpoint());
    }

    synchronized void busy(Source source, Duration wait) {
        Health health = of(source);
        byEndpoint.put(
                source.endpoint(),
                new Health(
                        health.failures(),
                        health.since(),
                        health.restsUntil(),
                        clock.instant().plus(wait)));
    }

    /// It failed lately: others first.
    synchronized boolean rests(Source source) {
        return clock.instant().isBefore(of(source).restsUntil());
    }

    /// It failed so often that asking again now is a waste of time.
    synchronized boolean dead(Source source) {
        Health health = of(source);
        return health.failures() >= DEAD_AFTER
                && rests(source)
                && !clock.instant().isBefore(health.since().plus(PATIENCE));
    }

    /// Since when it may be asked, as far as it said so itself.
    synchronized Instant busyUntil(Source source) {
        return of(source).busyUntil();
    }

    /// What this replica sent differs from the catalogue.
    synchronized void suspect(StoredFile file, String rse) {
        suspicious.add(new Replica(Key.of(file), rse));
    }

    /// Only if no other has the file.
    synchronized boolean suspicious(StoredFile file, Source source) {
        return suspicious.contains(new Replica(Key.of(file), source.rse()));
    }

    /// Somebody who wants to try again means it.
    synchronized void forgive() {
        byEndpoint.clear();
    }

    private Health of(Source source) {
        return byEndpoint.getOrDefault(source.endpoint(), Health.GOOD);
    }
}
