package org.lakeside.server.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// An output that is still needed after whoever writes to it is done.
final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream out) {
        super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
        flush();
    }
}
