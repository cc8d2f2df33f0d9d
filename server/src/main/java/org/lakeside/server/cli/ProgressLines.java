package org.lakeside.server.cli;

import java.io.PrintStream;
import tools.jackson.databind.JsonNode;

/// For a log: a line when the state changes, and every ten percent.
final class ProgressLines implements Progress {
    private static final int STEP = 10;

    private final PrintStream log;
    private String state = "";
    private int step = -1;

    ProgressLines(PrintStream log) {
        this.log = log;
    }

    @Override
    public void show(JsonNode download) {
        Standing now = Standing.of(download);
        if (now.state().equals("failed")) {
            return; // what has failed, and why, is said at the end
        }
        if (!now.state().equals(state) || now.percent() / STEP > step) {
            state = now.state();
            step = now.percent() / STEP;
            log.printf("%s: %s, %d %%, %s%n", now.did(), state, now.percent(), now.words());
        }
    }

    @Override
    public void close() {}
}
