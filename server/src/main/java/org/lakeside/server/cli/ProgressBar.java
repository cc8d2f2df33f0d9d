package org.lakeside.server.cli;

import java.io.PrintStream;
import tools.jackson.databind.JsonNode;

/// A line on a screen, drawn anew.
final class ProgressBar implements Progress {
    private static final int BAR = 20;
    private static final String ERASE_LINE = "\r\033[K";

    private final PrintStream screen;
    private final int width;
    private boolean drawn;

    ProgressBar(PrintStream screen, int width) {
        this.screen = screen;
        this.width = width;
    }

    @Override
    public void show(JsonNode download) {
        Standing now = Standing.of(download);
        int full = (int) (now.share() * BAR);
        String line = "[%s%s] %3d %%  %s  %s"
                .formatted("#".repeat(full), "-".repeat(BAR - full), now.percent(), now.words(), now.did());
        screen.print(ERASE_LINE
                + line.substring(
                        0, line.offsetByCodePoints(0, Math.min(width - 1, line.codePointCount(0, line.length())))));
        screen.flush();
        drawn = true;
    }

    /// Leaves the last line where it is.
    @Override
    public void close() {
        if (drawn) {
            screen.println();
        }
    }
}
