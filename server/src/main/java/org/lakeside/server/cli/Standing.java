package org.lakeside.server.cli;

import java.time.Duration;
import tools.jackson.databind.JsonNode;

/// How far a download is, in words.
///
/// @param share of 1; 0 when it is not known
record Standing(String did, String state, double share, String words) {

    static Standing of(JsonNode download) {
        JsonNode bytes = download.path("bytes");
        long total = bytes.path("total").asLong(0);
        long done = Math.min(bytes.path("done").asLong(0), Math.max(total, 0));
        String state = download.path("state").asString("");
        double share = total > 0 ? (double) done / total : state.equals("done") ? 1 : 0;
        return new Standing(
                Words.plain(download.path("did").asString("")), state, share, words(download, state, done, total));
    }

    int percent() {
        return (int) (share * 100);
    }

    private static String words(JsonNode download, String state, long done, long total) {
        if (download.path("waiting").isString()) {
            return Words.plain(download.path("waiting").asString(""));
        }
        if (state.equals("queued") || state.equals("listing")) {
            return state.equals("queued") ? "waiting for its turn" : "listing its files";
        }
        StringBuilder words = new StringBuilder("%s of %s".formatted(Words.size(done), Words.size(total)));
        long files = download.path("files").path("total").asLong(0);
        if (files > 1) {
            words.append(", %d of %d files"
                    .formatted(download.path("files").path("done").asLong(0), files));
        }
        if (download.path("rate").isNumber()) {
            words.append(", %s/s".formatted(Words.size(download.path("rate").asLong(0))));
        }
        if (download.path("seconds_left").isNumber()) {
            words.append(", %s left"
                    .formatted(Words.time(
                            Duration.ofSeconds(download.path("seconds_left").asLong(0)))));
        }
        return words.toString();
    }
}
