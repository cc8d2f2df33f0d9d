package org.lakeside.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The version of this jar: the one in the POM, which the build writes beside the classes.
public final class Version {
    private static final String TEXT = read();

    private Version() {}

    public static String text() {
        return TEXT;
    }

    private static String read() {
        try (var in = Version.class.getResourceAsStream("/lakeside-version")) {
            if (in == null) throw new IllegalStateException("this jar was built without its version");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
