package org.lakeside.server.lake.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Takes the bytes of a piece, in order.
@FunctionalInterface
public interface BlockSink {
    /// Takes all that remains in `bytes`. The buffer may be used again afterwards.
    ///
    /// @throws IOException when they cannot be kept here: not the source's fault
    void write(ByteBuffer bytes) throws IOException;

    /// So many bytes of the piece have come as far as this machine, and will be handed over later.
    default void underWay(long bytes) {}
}
