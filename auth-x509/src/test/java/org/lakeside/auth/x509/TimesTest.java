package org.lakeside.auth.x509;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {
    private static final Clock IN_GENEVA =
            Clock.fixed(Instant.parse("2026-11-21T22:30:00Z"), ZoneId.of("Europe/Zurich"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2026-11-21T10:05:00Z | 11:05
            2026-11-21T23:05:00Z | 22 November, 00:05
            2026-03-05T10:00:00Z | 5 March, 11:00
            2026-12-31T23:30:00Z | 1 January 2027, 00:30
            2025-11-21T10:00:00Z | 21 November 2025, 11:00
            """)
    void aTimeIsTheWallClocksWithNoMoreOfTheDateThanItTakes(Instant time, String words) {
        assertThat(Times.inWords(time, IN_GENEVA)).isEqualTo(words);
    }
}
