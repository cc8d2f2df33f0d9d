package org.lakeside.server.unix;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import okio.AsyncTimeout;
import org.jspecify.annotations.Nullable;

/// A `java.net.Socket` over a Unix socket, as far as OkHttp needs one: the JDK has Unix sockets as channels only.
///
/// Reading has no time-out of its own. OkHttp's watchdog closes a socket that is silent for too long, which ends the
/// read; its pool, which probes idle connections with a time-out of the socket, must not be used with it.
final class UnixSocket extends Socket {
    private final Path path;
    private @Nullable SocketChannel channel;
    private boolean closed;

    UnixSocket(Path path) {
        this.path = path;
    }

    @Override
    public void connect(SocketAddress ignored) throws IOException {
        connect(ignored, 0);
    }

    @Override
    public void connect(SocketAddress ignored, int limitMillis) throws IOException {
        SocketChannel opened = SocketChannel.open(StandardProtocolFamily.UNIX);
        keep(opened); // first: whoever closes this socket ends the wait for a listener that does not accept
        AsyncTimeout limit = closingAfter(limitMillis);
        limit.enter();
        try {
            opened.connect(UnixDomainSocketAddress.of(path));
        } catch (ClosedChannelException e) {
            if (limit.exit()) {
                throw new SocketTimeoutException("%s accepted no connection for %d ms".formatted(path, limitMillis));
            }
            throw e; // given up by whoever asked
        } catch (IOException e) {
            close();
            throw new NobodyThereException(path, e);
        } finally {
            limit.exit();
        }
    }

    private AsyncTimeout closingAfter(int millis) {
        AsyncTimeout limit = new AsyncTimeout() {
            @Override
            protected void timedOut() {
                try {
                    close();
                } catch (IOException e) {
                    // It is of no more use either way.
                }
            }
        };
        limit.timeout(millis, TimeUnit.MILLISECONDS);
        return limit;
    }

    private synchronized void keep(SocketChannel opened) throws IOException {
        if (closed) {
            opened.close();
        }
        channel = opened;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return Channels.newInputStream(open());
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return Channels.newOutputStream(open());
    }

    private synchronized SocketChannel open() throws IOException {
        if (channel == null || closed) {
            throw new IOException("not connected to " + path);
        }
        return channel;
    }

    @Override
    public synchronized boolean isConnected() {
        return channel != null && channel.isConnected();
    }

    @Override
    public synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public boolean isBound() {
        return isConnected();
    }

    @Override
    public void shutdownInput() throws IOException {
        open().shutdownInput();
    }

    @Override
    public void shutdownOutput() throws IOException {
        open().shutdownOutput();
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        if (channel != null) {
            channel.close();
        }
    }

    @Override
    public void setSoTimeout(int millis) {} // see above

    @Override
    public int getSoTimeout() {
        return 0;
    }

    @Override
    public void setTcpNoDelay(boolean on) {} // means nothing here

    @Override
    public String toString() {
        return "Unix socket " + path;
    }
}
