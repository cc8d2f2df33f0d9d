package org.lakeside.server.lake.transfer;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/// Brings bytes of a replica here.
public interface Mover {
    boolean moves(URI uri);

    /// Hands exactly the bytes of `piece` to `into`, in order, or fails. Returns early, with a failure or without, once
    /// `stop` is stopped.
    ///
    /// @param version what an earlier piece of this source came from; a piece of something else is a failure
    /// @return the version of the file that this piece came from, if the source names one
    /// @throws IOException when `into` could not keep them: not the source's fault
    Optional<String> fetch(Source source, Piece piece, Optional<String> version, BlockSink into, Stop stop)
            throws MoveFailure, IOException;

    /// Finds out whether the storage would give us the file: by its first byte, unless there is a cheaper way.
    ///
    /// @param bytes how long the file is
    default void tryOut(Source source, long bytes) throws MoveFailure, IOException {
        fetch(source, new Piece(0, 1, bytes), Optional.empty(), seen -> seen.position(seen.limit()), new Stop());
    }
}
