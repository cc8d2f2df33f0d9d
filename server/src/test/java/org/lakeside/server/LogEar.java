package org.lakeside.server;

import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Hears what would be written to the log, every word of ours, until it is closed.
final class LogEar extends Handler {
    private static final Logger ALL = Logger.getLogger("");
    private static final Logger OURS = Logger.getLogger("org.lakeside");

    private final LogSetup.OneLine lines = new LogSetup.OneLine();
    private final List<String> heard;

    /// @param heard gets the lines, from many threads
    LogEar(List<String> heard) {
        this.heard = heard;
        OURS.setLevel(Level.ALL);
        ALL.addHandler(this);
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
