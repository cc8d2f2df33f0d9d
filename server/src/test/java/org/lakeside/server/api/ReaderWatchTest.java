package org.lakeside.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReaderWatchTest {
    private final ByteArrayEndPoint connection = new ByteArrayEndPoint();

    @AfterEach
    void close() {
        assertThat(Thread.interrupted()).isFalse();
        connection.close();
    }

    @Test
    void oneThatLeavesInterruptsTheWork() {
        try (var watch = new ReaderWatch(connection)) {
            connection.addInputEOF();
            watch.succeeded();

            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        }
    }

    /// Jetty's word that the request had come, which arrives after the request has been read.
    @Test
    void wordOfWhatHasBeenReadAlreadyDoesNotAndTheWatchGoesOn() {
        try (var watch = new ReaderWatch(connection)) {
            watch.succeeded();

            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            assertThat(connection.isFillInterested()).isTrue();
        }
    }
}
