package org.lakeside.server.lake.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class PaceTest {
    private final Pace pace = new Pace();
    private final Instant start = Instant.parse("2026-11-21T10:00:00Z");

    @Test
    void aFirstGlanceSaysNothing() {
        pace.note(start, 0);
        pace.note(start.plusMillis(200), 1_000_000);

        assertThat(pace.rate()).isEmpty();
        assertThat(pace.secondsLeft(100)).isEmpty();
    }

    @Test
    void theRateIsThatOfTheLastSeconds() {
        for (int second = 0; second <= 60; second++)
            pace.note(start.plusSeconds(second), second < 30 ? 0 : (second - 30) * 1000L);

        assertThat(pace.rate()).hasValue(1000);
        assertThat(pace.secondsLeft(2001)).hasValue(3);
    }

    @Test
    void whenNothingComesThereIsNoTimeLeftToTell() {
        pace.note(start, 500);
        pace.note(start.plusSeconds(5), 500);

        assertThat(pace.rate()).hasValue(0);
        assertThat(pace.secondsLeft(100)).isEmpty();
    }

    @Test
    void bytesThatWereThrownAwayDoNotCountBackwards() {
        pace.note(start, 1000);
        pace.note(start.plusSeconds(1), 0);

        assertThat(pace.rate()).isEmpty();
    }
}
