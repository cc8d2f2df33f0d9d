package org.lakeside.server.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// Rows of the catalogue, one line each: what it is, how big, how much of it is here, and its name last, since that
/// may be long.
final class Rows {
    private static final String FORMAT = "%-9s  %8s  %7s  %-11s  %s%n";

    private final PrintStream out;
    private boolean begun;

    Rows(PrintStream out) {
        this.out = out;
    }

    void printAll(Iterable<JsonNode> rows) {
        for (JsonNode row : rows) {
            print(row);
        }
    }

    void print(JsonNode row) {
        if (!begun) {
            out.printf(FORMAT, "TYPE", "SIZE", "FILES", "HERE", "DID");
            begun = true;
        }
        out.printf(
                Locale.ROOT,
                FORMAT,
                row.path("type").asString("").toLowerCase(Locale.ROOT),
                number(row.path("bytes"), true),
                row.path("type").asString("").equals("FILE") ? "" : number(row.path("files"), false),
                here(row.path("here")),
                Words.plain(row.path("did").asString("")));
    }

    private static String number(JsonNode value, boolean bytes) {
        if (!value.isNumber()) {
            return "-";
        }
        return bytes ? Words.size(value.asLong()) : Long.toString(value.asLong());
    }

    private static String here(JsonNode here) {
        String state = here.path("state").asString("");
        if (!List.of("partial", "downloading").contains(state)) {
            return state.equals("elsewhere") ? "" : state;
        }
        long all = here.path("bytes").asLong(0);
        return all > 0 ? "%d %%".formatted(100 * here.path("bytes_here").asLong(0) / all) : state;
    }
}
