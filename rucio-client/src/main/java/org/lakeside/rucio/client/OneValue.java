package org.lakeside.rucio.client;

import java.io.IOException;
import okhttp3.Response;
import okio.BufferedSource;

/// An answer that is one JSON value. What the label says is not looked at: Rucio labels some of its JSON as
/// text/html.
final class OneValue {
    private static final long LONGEST = 32L * 1024 * 1024;

    private static final long DONE_AND_MORE = 64;

    private OneValue() {}

    /// What a value means.
    interface Meaning<J, T> {
        /// Throws [IllegalArgumentException] for a value that Rucio would not send.
        T of(J json);
    }

    /// The answer to a change: Rucio says nothing, or `Created`. Closes it.
    static boolean isDone(String doing, Response response) throws IOException {
        try (response) {
            BufferedSource source = response.body().source();
            source.request(DONE_AND_MORE);
            String said =
                    source.getBuffer().readUtf8(Math.min(source.getBuffer().size(), DONE_AND_MORE));
            if (!said.isBlank() && !said.strip().replace("\"", "").equals("Created")) {
                throw Refusals.notRucio(doing, response, "with something else", null);
            }
            return true;
        }
    }

    static <J, T> T read(String doing, Response response, Json<J> shape, Meaning<J, T> meaning) throws IOException {
        try (response) {
            BufferedSource source = response.body().source();
            if (source.request(LONGEST)) {
                throw Refusals.tooLarge(doing, response, LONGEST);
            }
            return meaning.of(shape.read(source.readByteArray()));
        } catch (IllegalArgumentException e) {
            throw Refusals.notRucio(doing, response, "with something else", e);
        }
    }
}
