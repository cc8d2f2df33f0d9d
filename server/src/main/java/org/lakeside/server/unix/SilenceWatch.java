package org.lakeside.server.unix;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/// Closes a connection on which nothing has come for too long: Unix sockets in Java have no time limit of their own.
final class SilenceWatch implements AutoCloseable {
    private final SocketChannel channel;
    private final Duration limit;
    private final Thread thread;
    private volatile long lastHeard = System.nanoTime();
    private volatile boolean silent;

    private SilenceWatch(SocketChannel channel, Duration limit) {
        this.channel = channel;
        this.limit = limit;
        this.thread = Thread.ofVirtual().name("silence-watch").unstarted(this::watch);
    }

    static SilenceWatch start(SocketChannel channel, Duration limit) {
        var watch = new SilenceWatch(channel, limit);
        watch.thread.start();
        return watch;
    }

    InputStream watched(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                var one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                try {
                    int got = super.read(bytes, from, length);
                    lastHeard = System.nanoTime();
                    return got;
                } catch (ClosedChannelException e) {
                    if (silent) throw new IOException("nothing came for %d s".formatted(limit.toSeconds()), e);
                    throw e;
                }
            }
        };
    }

    private void watch() {
        try {
            for (long left = limit.toNanos(); left > 0; left = limit.toNanos() - (System.nanoTime() - lastHeard))
                Thread.sleep(Duration.ofNanos(left));
            silent = true;
            channel.close();
        } catch (InterruptedException | IOException e) {
            // Closed by its user, or already closed.
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            channel.close();
        } catch (IOException e) {
            // It is of no more use either way.
        }
    }
}
