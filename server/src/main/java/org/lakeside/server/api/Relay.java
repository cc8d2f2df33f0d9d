package org.lakeside.server.api;

import io.javalin.http.Context;
import java.io.IOException;

/// Hands a request on to the service that owns the store, and its answer back as it comes.
@FunctionalInterface
public interface Relay {
    /// Relays, unless there is no owner any more.
    ///
    /// @param answerBegins called before the first byte of the answer goes out
    /// @return false when nothing was sent or answered, because this process can take over: answer it here
    boolean relay(Context context, Runnable answerBegins) throws IOException;
}
