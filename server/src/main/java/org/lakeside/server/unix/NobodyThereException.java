package org.lakeside.server.unix;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;

/// Nobody listens on a socket: the service that did has ended.
public final class NobodyThereException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    NobodyThereException(Path socket, IOException cause) {
        super("nobody listens on " + socket, cause);
    }
}
