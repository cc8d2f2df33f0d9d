package org.lakeside.server;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Hears what would be written to the log, every word of ours, until it is closed.
final class LogEar extends Handler {
    private static final Logger ALL = Logger.getLogger("");
    private static final Logger OURS = Logger.getLogger("org.lakeside");

    private final Formatter lines;
    private final List<String> heard;

    /// @param heard gets the lines, from many threads
    LogEar(List<String> heard) {
        this(heard, new LogSetup.OneLine());
    }

    private LogEar(List<String> heard, Formatter lines) {
        this.heard = heard;
        this.lines = lines;
        OURS.setLevel(Level.ALL);
        ALL.addHandler(this);
    }

    /// What is said before anything is masked, with all causes.
    static LogEar unmasked(List<String> heard) {
        return new LogEar(heard, new Formatter() {
            @Override
            public String format(LogRecord event) {
                var causes = new StringWriter();
                if (event.getThrown() != null) event.getThrown().printStackTrace(new PrintWriter(causes));
                return formatMessage(event) + "\n" + causes;
            }
        });
    }

    @Override
    public void publish(LogRecord event) {
        heard.add(lines.format(event));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        ALL.removeHandler(this);
        OURS.setLevel(null);
    }
}
