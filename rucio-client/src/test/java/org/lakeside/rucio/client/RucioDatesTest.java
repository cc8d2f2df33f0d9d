package org.lakeside.rucio.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RucioDatesTest {
    @ParameterizedTest
    @ValueSource(strings = {"Sat, 21 Nov 2026 04:50:32 UTC", "Sat, 21 Nov 2026 04:50:32 GMT"})
    void bothSpellingsAreUnderstood(String date) {
        assertThat(RucioDates.parse(date)).contains(Instant.parse("2026-11-21T04:50:32Z"));
    }

    @Test
    void anotherFormIsNone() {
        assertThat(RucioDates.parse("2026-11-21T04:50:32")).isEmpty();
        assertThat(RucioDates.parse("Sat, 41 Nov 2026 04:50:32 UTC")).isEmpty();
    }
}
