package org.lakeside.server.cli;

import java.nio.file.Path;

/// Where a service listens. Closing it ends the service if it was started for this command.
interface ServiceAddress extends AutoCloseable {
    Path socket();

    /// Whether the service goes on when the command is done.
    boolean lasts();

    @Override
    void close();
}
