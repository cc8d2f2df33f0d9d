package org.lakeside.server.movers.http;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import org.lakeside.server.unix.UnconnectedSockets;

/// Makes sockets for much data: see [BulkSocket].
final class BulkSockets extends UnconnectedSockets {
    /// Enough for one read to be worth its while.
    private static final int RECEIVE_BUFFER = 256 * 1024;

    private final Duration stallTimeout;

    BulkSockets(Duration stallTimeout) {
        this.stallTimeout = stallTimeout;
    }

    @Override
    public Socket createSocket() throws IOException {
        var socket = new BulkSocket(stallTimeout);
        socket.setReceiveBufferSize(RECEIVE_BUFFER); // before connecting: the window is agreed on then
        return socket;
    }
}
