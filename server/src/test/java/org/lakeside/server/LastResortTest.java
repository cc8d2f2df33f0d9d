package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LastResortTest {
    @Test
    void aStopThatHangsIsEndedByForceAfterItsGrace() throws InterruptedException {
        var ended = new CountDownLatch(1);

        LastResort.after(Duration.ofMillis(1), ended::countDown);

        assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void itKeepsNoProcessFromEndingByItself() throws InterruptedException {
        var waiting = LastResort.after(Duration.ofHours(1), () -> {});

        assertThat(waiting.isDaemon()).isTrue();
        waiting.interrupt();
        waiting.join();
    }
}
