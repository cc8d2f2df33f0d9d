package org.lakeside.server.movers.http;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okio.BufferedSource;
import org.lakeside.server.lake.transfer.MoveFailure;
import org.lakeside.server.lake.transfer.Piece;

/// The bytes of one answer, read into buffers as full as they come: few large writes cost half of many small ones.
final class Body {
    /// Longest time that bytes lie in a buffer which does not fill.
    private static final long HOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    /// A storage that sends less than this per second is as good as silent.
    private static final long CRAWL = 256;

    private final BufferedSource source;
    private final Piece piece;
    private final boolean endUnknown;
    private final Duration stallTimeout;
    private long read;
    private long windowStart = System.nanoTime();
    private long readBeforeWindow;

    /// @param endUnknown whether the answer goes on to the end of the file, and did not say how long that is
    Body(BufferedSource source, Piece piece, boolean endUnknown, Duration stallTimeout) {
        this.source = source;
        this.piece = piece;
        this.endUnknown = endUnknown;
        this.stallTimeout = stallTimeout;
    }

    boolean hasMore() {
        return read < piece.length();
    }

    /// Leaves the next bytes in `buffer`, ready to be written: as many as fit up to the next multiple of its size, or
    /// those that came in time.
    void fill(ByteBuffer buffer) throws MoveFailure {
        int upToBoundary = buffer.capacity() - (int) ((piece.from() + read) % buffer.capacity());
        buffer.clear().limit((int) Math.min(upToBoundary, piece.length() - read));
        long started = System.nanoTime();
        long now = started;
        while (buffer.hasRemaining() && now - started < HOLD_NANOS) {
            readInto(buffer);
            now = System.nanoTime();
        }
        if (!hasMore() && endUnknown) requireEnd();
        buffer.flip();
        requirePace(now);
    }

    /// Before the last bytes are handed over, as they may be the last of something larger.
    private void requireEnd() throws MoveFailure {
        try {
            if (!source.exhausted())
                throw new MoveFailure(
                        MoveFailure.Kind.WRONG, "sent more bytes than the catalogue says: %d".formatted(piece.of()));
        } catch (IOException e) {
            throw new MoveFailure(MoveFailure.Kind.CUT, "did not come to an end " + progress(), e);
        }
    }

    private void readInto(ByteBuffer buffer) throws MoveFailure {
        try {
            int count = source.read(buffer);
            if (count < 0) throw new MoveFailure(MoveFailure.Kind.CUT, "ended " + progress());
            read += count;
        } catch (SocketTimeoutException e) {
            throw new MoveFailure(
                    MoveFailure.Kind.STALLED,
                    "sent nothing for %s %s".formatted(Words.of(stallTimeout), progress()),
                    e);
        } catch (IOException e) {
            throw new MoveFailure(MoveFailure.Kind.CUT, "broke off " + progress(), e);
        }
    }

    private void requirePace(long now) throws MoveFailure {
        if (now - windowStart < stallTimeout.toNanos()) return;
        if (read - readBeforeWindow < CRAWL * stallTimeout.toSeconds())
            throw new MoveFailure(
                    MoveFailure.Kind.STALLED,
                    "sent only %d bytes in %s %s"
                            .formatted(read - readBeforeWindow, Words.of(stallTimeout), progress()));
        windowStart = now;
        readBeforeWindow = read;
    }

    private String progress() {
        return "after %d of %d bytes".formatted(read, piece.length());
    }
}
