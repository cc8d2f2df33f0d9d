package org.lakeside.server.movers.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import javax.net.SocketFactory;

/// Makes sockets for much data: see [BulkSocket].
final class BulkSockets extends SocketFactory {
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

    // OkHttp makes its sockets unconnected; the others are here because SocketFactory has them.

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException("unconnected sockets only");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw new UnsupportedOperationException("unconnected sockets only");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException("unconnected sockets only");
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw new UnsupportedOperationException("unconnected sockets only");
    }
}
