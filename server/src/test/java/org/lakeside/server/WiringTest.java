package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem.Kind;

class WiringTest {
    @TempDir
    Path home;

    @Test
    void whatEndedOpensTheStoreNoMore() {
        var settings = Settings.read(Map.of("HOME", home.toString(), "LAKESIDE_RUCIO_URL", "http://127.0.0.1:1"));
        var wiring = new Wiring(
                settings,
                home.resolve("state"),
                new Wiring.Surroundings(Map.of(), home, home.resolve("credentials")),
                Clock.systemUTC());

        wiring.close();

        assertThatExceptionOfType(LakeException.class)
                .isThrownBy(wiring::get)
                .satisfies(e -> assertThat(e.problem().kind()).isEqualTo(Kind.OWNER_UNAVAILABLE));
        assertThat(home).isEmptyDirectory();
    }
}
