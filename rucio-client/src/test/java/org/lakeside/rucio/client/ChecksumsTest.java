package org.lakeside.rucio.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChecksumsTest {
    @Test
    void capitalsAndMissingZerosOfTheCatalogueAreTidied() {
        assertThat(Checksums.fromCatalogue("62ABCD", null).adler32()).contains("0062abcd");
    }

    @Test
    void whatIsNoChecksumCountsAsMissing() {
        assertThat(Checksums.fromCatalogue("not-a-sum", " ")).isEqualTo(Checksums.NONE);
    }

    @Test
    void oneThatIsMadeHereHasToBeTidy() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Checksums(Optional.of("62abcd"), Optional.empty()))
                .withMessageContaining("62abcd");
    }
}
