package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.lakeside.server.lake.identity.Secrets;

class LogLinesTest {
    @Test
    void anEventIsOneLine() {
        assertThat(line("first\n  second", null)).endsWith(" INFO LogLinesTest: first second\n");
    }

    @Test
    void aStackTraceIsIndentedBelowIt() {
        assertThat(line("failed", new IllegalStateException("reason"))).contains("failed\n  java.lang.IllegalState");
    }

    @Test
    void noSecretGetsIntoALineByMessageOrException() {
        Secrets.remember("hunter2-of-log-test");

        assertThat(line(
                        "with hunter2-of-log-test",
                        new IllegalStateException("X-Rucio-Auth-Token: abcdef hunter2-of-log-test")))
                .doesNotContain("hunter2-of-log-test", "abcdef");
    }

    private static String line(String message, @Nullable Throwable thrown) {
        var event = new LogRecord(Level.INFO, message);
        event.setLoggerName("org.lakeside.server.LogLinesTest");
        event.setThrown(thrown);
        return new LogSetup.OneLine().format(event);
    }
}
