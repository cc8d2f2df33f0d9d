package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ParentWatchTest {
    @Test
    void theEndOfTheParentIsNoticedAlsoWhenItWasKilled() throws IOException, InterruptedException {
        var parent = new ProcessBuilder("sleep", "60").start();
        var gone = new CountDownLatch(1);

        try (var watch = ParentWatch.start(OptionalLong.of(parent.pid()), gone::countDown)) {
            assertThat(watch).hasToString("parent " + parent.pid());
            assertThat(gone.getCount()).isEqualTo(1);
            parent.destroyForcibly();
            assertThat(gone.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aParentThatIsGoneAlreadyIsNoticedAtOnce() throws InterruptedException {
        var gone = new CountDownLatch(1);

        try (var watch = ParentWatch.start(OptionalLong.of(Integer.MAX_VALUE), gone::countDown)) {
            assertThat(watch).isNotNull();
            assertThat(gone.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aProcessIsItsNumberAndItsStart() {
        assertThat(ParentWatch.startOf(ProcessHandle.current().pid())).isPresent();
        assertThat(ParentWatch.startOf(Integer.MAX_VALUE)).isEmpty();
    }
}
