package org.lakeside.server;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.lakeside.server.lake.identity.Secrets;

/// Where log lines go and how they look: standard error, one event a line.
public final class LogSetup {
    /// Kept, because java.util.logging forgets the levels of loggers that nobody holds.
    private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

    private static final Logger JAVALIN = Logger.getLogger("io.javalin");

    private static final Logger QUARTZ = Logger.getLogger("org.quartz");

    private LogSetup() {}

    public static void toStandardError() {
        LogManager.getLogManager().reset();
        var handler = new ConsoleHandler();
        handler.setFormatter(new OneLine());
        Logger.getLogger("").addHandler(handler);
        JETTY.setLevel(Level.WARNING);
        JAVALIN.setLevel(Level.WARNING);
        QUARTZ.setLevel(Level.WARNING);
    }

    /// `2026-11-21T10:00:00Z INFO Service: words`. A stack trace follows on lines that begin with a blank.
    static final class OneLine extends Formatter {
        @Override
        public String format(LogRecord event) {
            var line = "%s %s %s: %s%n"
                    .formatted(
                            Instant.ofEpochMilli(event.getMillis()).truncatedTo(ChronoUnit.MILLIS),
                            level(event.getLevel()),
                            name(event),
                            formatMessage(event).replaceAll("\\s*\\R\\s*", " "));
            return Secrets.masked(line + trace(event));
        }

        private static String level(Level level) {
            if (level.intValue() >= Level.SEVERE.intValue()) return "ERROR";
            if (level.intValue() >= Level.WARNING.intValue()) return "WARN";
            return level.intValue() >= Level.INFO.intValue() ? "INFO" : "DEBUG";
        }

        private static String name(LogRecord event) {
            var logger = event.getLoggerName();
            return logger == null ? "lakeside" : logger.substring(logger.lastIndexOf('.') + 1);
        }

        private static String trace(LogRecord event) {
            if (event.getThrown() == null) return "";
            var text = new StringWriter();
            event.getThrown().printStackTrace(new PrintWriter(text));
            return text.toString().replaceAll("(?m)^(?=\\S)", "  ");
        }
    }
}
