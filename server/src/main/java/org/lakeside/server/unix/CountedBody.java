package org.lakeside.server.unix;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// A body whose length was announced.
final class CountedBody extends InputStream {
    private final InputStream in;
    private long left;

    CountedBody(InputStream in, long length) {
        this.in = in;
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        if (left == 0) return -1;
        int got = in.read(bytes, from, (int) Math.min(length, left));
        if (got < 0) throw new EOFException("the answer ended %d bytes before its end".formatted(left));
        left -= got;
        return got;
    }
}
