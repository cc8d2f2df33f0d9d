package org.lakeside.server.unix;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// A body in chunks. Gives what has come, without waiting for a chunk's end.
final class ChunkedBody extends InputStream {
    private final InputStream in;
    private long leftOfChunk;
    private boolean begun;
    private boolean ended;

    ChunkedBody(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        if (length == 0) return 0;
        if (leftOfChunk == 0 && !ended) nextChunk();
        if (ended) return -1;
        int got = in.read(bytes, from, (int) Math.min(length, leftOfChunk));
        if (got < 0) throw new EOFException("the answer ended within a chunk");
        leftOfChunk -= got;
        return got;
    }

    private void nextChunk() throws IOException {
        if (begun && !UnixAnswer.line(in).isEmpty()) throw new IOException("a chunk is longer than it said");
        begun = true;
        var size = UnixAnswer.line(in);
        int extension = size.indexOf(';');
        try {
            leftOfChunk = Long.parseLong(extension < 0 ? size : size.substring(0, extension), 16);
        } catch (NumberFormatException e) {
            throw new IOException("'%s' is not the length of a chunk".formatted(size), e);
        }
        ended = leftOfChunk == 0;
    }
}
