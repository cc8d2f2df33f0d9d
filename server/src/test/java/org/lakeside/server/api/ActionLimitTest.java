package org.lakeside.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;

class ActionLimitTest {
    @Test
    void whatTakesTooLongIsGivenUpAndSaidSo() {
        assertThatExceptionOfType(LakeException.class)
                .isThrownBy(() -> ActionLimit.within(Duration.ofMillis(20), ActionLimitTest::takeForEver))
                .extracting(LakeException::problem)
                .returns(Kind.RUCIO_UNAVAILABLE, Problem::kind);

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void aReaderWhoLeavesIsNoLimit() {
        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> ActionLimit.within(Duration.ofMinutes(1), () -> {
                    throw new CancellationException("the reader left");
                }));
    }

    private static void takeForEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("given up");
        }
    }
}
