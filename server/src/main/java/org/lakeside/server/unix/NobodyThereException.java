package org.lakeside.server.unix;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;

/// Nobody listens on a socket, since the service that did has ended; or so many wait for it that there is no room for
/// one more, which only a virtual thread is told. Either way nothing was sent.
public final class NobodyThereException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    NobodyThereException(Path socket, IOException cause) {
        super("nobody listens on %s (%s)".formatted(socket, cause.getMessage()), cause);
    }
}
