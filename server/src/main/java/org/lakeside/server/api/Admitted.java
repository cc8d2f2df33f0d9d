package org.lakeside.server.api;

import io.javalin.http.Context;

/// The parts a request may use, put beside it when it was let in.
final class Admitted {
    private static final String KEY = "lakeside.parts";

    private Admitted() {}

    static void with(Context context, Standing.LazyParts parts) {
        context.attribute(KEY, parts);
    }

    static Parts parts(Context context) {
        Standing.LazyParts parts = context.attribute(KEY);
        if (parts == null) throw new IllegalStateException("a request got past the door: " + context.path());
        return parts.get();
    }
}
