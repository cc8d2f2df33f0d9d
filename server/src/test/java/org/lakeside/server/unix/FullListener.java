package org.lakeside.server.unix;

import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A listener that accepts no connection, as a service that was stopped; as many wait for it as can.
final class FullListener implements AutoCloseable {
    private final ServerSocketChannel listener;
    private final List<SocketChannel> waiting = new ArrayList<>();

    FullListener(Path socket) throws IOException {
        var address = UnixDomainSocketAddress.of(socket);
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address, 1);
        while (anotherWaits(address)) {}
    }

    private boolean anotherWaits(UnixDomainSocketAddress address) throws IOException {
        var another = SocketChannel.open(StandardProtocolFamily.UNIX);
        another.configureBlocking(false);
        try {
            another.connect(address);
            return waiting.add(another);
        } catch (SocketException e) {
            another.close(); // "Resource temporarily unavailable": there is no room for it
            return false;
        }
    }

    List<SocketChannel> waiting() {
        return waiting;
    }

    @Override
    public void close() throws IOException {
        for (var one : waiting) one.close();
        listener.close();
    }
}
