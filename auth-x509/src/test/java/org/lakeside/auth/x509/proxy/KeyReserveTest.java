package org.lakeside.auth.x509.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class KeyReserveTest {
    @Test
    void keysAreReadyAndEachIsHandedOutOnce() {
        try (var reserve = KeyReserve.keeping(2, Duration.ofHours(1), Clock.systemUTC())) {
            await().atMost(Duration.ofMinutes(1)).until(() -> reserve.ready() == 2);

            KeyPair first = reserve.take();
            KeyPair second = reserve.take();

            assertThat(first.getPrivate()).isNotEqualTo(second.getPrivate());
            await().atMost(Duration.ofMinutes(1)).until(() -> reserve.ready() == 2);
        }
    }

    @Test
    void whoTakesOneIsNotDisturbedByTheMakingOfTheNext() {
        try (var reserve = KeyReserve.keeping(1, Duration.ofHours(1), Clock.systemUTC())) {
            await().atMost(Duration.ofMinutes(1)).until(() -> reserve.ready() == 1);
            long taken = System.nanoTime();
            reserve.take();

            await().atMost(Duration.ofMinutes(1)).until(() -> reserve.ready() == 1);

            assertThat(Duration.ofNanos(System.nanoTime() - taken)).isGreaterThan(Duration.ofMillis(500));
        }
    }

    @Test
    void aKeyThatHasBecomeOldIsNotHandedOut() {
        Instant start = Instant.parse("2026-11-21T10:00:00Z");
        var now = new AtomicReference<>(start);
        InstantSource source = now::get;
        try (var reserve = KeyReserve.keeping(1, Duration.ofMinutes(10), source.withZone(ZoneOffset.UTC))) {
            await().atMost(Duration.ofMinutes(1)).until(() -> reserve.ready() == 1);

            now.set(start.plus(Duration.ofMinutes(11)));
            KeyPair fresh = reserve.take();

            assertThat(fresh).isNotNull();
            await().atMost(Duration.ofMinutes(1)).until(() -> reserve.ready() == 1);
        }
    }

    @Test
    void withoutAReserveKeysAreMadeWhenTheyAreWanted() {
        try (var none = KeyReserve.none()) {
            assertThat(none.take().getPrivate()).isNotEqualTo(none.take().getPrivate());
            assertThat(none).hasToString("0 of 0 keys ready");
        }
    }

    @Test
    void closingEndsItsThreadAndForgetsItsKeys() {
        var reserve = KeyReserve.keeping(1, Duration.ofHours(1), Clock.systemUTC());
        await().atMost(Duration.ofMinutes(1)).until(() -> reserve.ready() == 1);

        reserve.close();

        assertThat(reserve.ready()).isZero();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("key reserve")));
    }
}
