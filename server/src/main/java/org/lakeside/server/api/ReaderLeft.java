package org.lakeside.server.api;

import java.util.concurrent.CancellationException;

/// What ends the work on an answer that nobody waits for.
final class ReaderLeft extends CancellationException {
    ReaderLeft(CancellationException how) {
        super(how.getMessage());
        initCause(how);
    }
}
