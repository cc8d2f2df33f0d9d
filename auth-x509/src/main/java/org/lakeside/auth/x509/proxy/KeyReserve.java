package org.lakeside.auth.x509.proxy;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Fresh RSA keys for proxies. Finding one takes 35 to 150 ms, several times what all the rest of a proxy takes; so
/// some are kept ready, made aside. Each is handed out once, and replaced unused when
/// it has become old. A new one is begun a moment after the last was taken: who takes a key is in a hurry, and making
/// one would take their processor away.
public final class KeyReserve implements AutoCloseable {
    static final int BITS = 2048;
    private static final Duration MOMENT = Duration.ofMillis(500);

    private record Ready(KeyPair keys, Instant made) {}

    private final int size;
    private final Duration oldest;
    private final Clock clock;
    private final Deque<Ready> ready = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread;
    private long takenAt = System.nanoTime() - MOMENT.toNanos();
    private boolean closed;

    private KeyReserve(int size, Duration oldest, Clock clock) {
        this.size = size;
        this.oldest = oldest;
        this.clock = clock;
        this.thread = Thread.ofPlatform().daemon().name("key reserve").unstarted(this::fill);
        if (size > 0) thread.start();
    }

    /// Keeps so many keys; one is enough for a service of one person, and an hour a good age.
    public static KeyReserve keeping(int size, Duration oldest, Clock clock) {
        return new KeyReserve(size, oldest, clock);
    }

    /// Keeps none: every key is made when it is wanted.
    public static KeyReserve none() {
        return new KeyReserve(0, Duration.ofHours(1), Clock.systemUTC());
    }

    /// One that is ready, or else a new one.
    public KeyPair take() {
        return takeReady().orElseGet(() -> generate(BITS));
    }

    /// One of another length is never ready.
    public KeyPair take(int bits) {
        return bits == BITS ? take() : generate(bits);
    }

    private Optional<KeyPair> takeReady() {
        lock.lock();
        try {
            dropOld();
            if (!ready.isEmpty()) takenAt = System.nanoTime();
            return Optional.ofNullable(ready.poll()).map(Ready::keys);
        } finally {
            changed.signalAll();
            lock.unlock();
        }
    }

    /// How many are ready now.
    public int ready() {
        lock.lock();
        try {
            return ready.size();
        } finally {
            lock.unlock();
        }
    }

    private void dropOld() {
        Instant limit = clock.instant().minus(oldest);
        ready.removeIf(each -> each.made.isBefore(limit));
    }

    private void fill() {
        try {
            while (waitUntilOneIsMissing()) {
                KeyPair made = generate(BITS);
                lock.lock();
                try {
                    if (!closed) ready.add(new Ready(made, clock.instant()));
                } finally {
                    lock.unlock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return false when nobody wants any more
    private boolean waitUntilOneIsMissing() throws InterruptedException {
        lock.lock();
        try {
            dropOld();
            while (!closed && ready.size() >= size) {
                changed.await(oldest.toMillis(), TimeUnit.MILLISECONDS);
                dropOld();
            }
            long left;
            while (!closed && (left = takenAt + MOMENT.toNanos() - System.nanoTime()) > 0) changed.awaitNanos(left);
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private static KeyPair generate(int bits) {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JDK has RSA
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            ready.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return "%d of %d keys ready".formatted(ready(), size);
    }
}
