package org.lakeside.server.unix;

import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/// Makes sockets for OkHttp, which connects them by itself; the other ways are here because `SocketFactory` has them.
public abstract class UnconnectedSockets extends SocketFactory {
    @Override
    public final Socket createSocket(String host, int port) {
        throw unconnectedOnly();
    }

    @Override
    public final Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw unconnectedOnly();
    }

    @Override
    public final Socket createSocket(InetAddress host, int port) {
        throw unconnectedOnly();
    }

    @Override
    public final Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw unconnectedOnly();
    }

    private static UnsupportedOperationException unconnectedOnly() {
        return new UnsupportedOperationException("unconnected sockets only");
    }
}
