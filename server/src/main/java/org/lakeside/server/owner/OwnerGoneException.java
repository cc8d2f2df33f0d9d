package org.lakeside.server.owner;

import java.io.IOException;
import java.io.Serial;

/// The owner ended or fell silent before it began its answer to a request that may be asked again.
public final class OwnerGoneException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    OwnerGoneException(IOException cause) {
        super("the owner left a request without an answer", cause);
    }
}
