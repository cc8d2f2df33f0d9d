package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretLinesTest {
    @Test
    void eachLineIsAsIfItWereInTheEnvironment() {
        var environment = Map.of("HOME", "/home/ada", "TOKEN", "old");

        assertThat(SecretLines.over(environment, input("TOKEN=a=b==\nOTHER=\n\nno sign\n=no name")))
                .isEqualTo(Map.of("HOME", "/home/ada", "TOKEN", "a=b==", "OTHER", ""));
    }

    @Test
    void anEmptyInputChangesNothing() {
        assertThat(SecretLines.over(Map.of("HOME", "/home/ada"), input(""))).isEqualTo(Map.of("HOME", "/home/ada"));
    }

    private static ByteArrayInputStream input(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
