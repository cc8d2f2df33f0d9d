package org.lakeside.server.unix;

import java.net.Socket;
import java.nio.file.Path;

/// Makes every connection one to the same Unix socket, whatever address it is asked for.
final class UnixSocketFactory extends UnconnectedSockets {
    private final Path path;

    UnixSocketFactory(Path path) {
        this.path = path;
    }

    @Override
    public Socket createSocket() {
        return new UnixSocket(path);
    }
}
