package org.lakeside.server;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import org.lakeside.server.lake.transfer.BlockSink;
import org.lakeside.server.lake.transfer.MoveFailure;
import org.lakeside.server.lake.transfer.Mover;
import org.lakeside.server.lake.transfer.Piece;
import org.lakeside.server.lake.transfer.Source;
import org.lakeside.server.lake.transfer.Stop;

/// A mover that is made when there is something to move.
record LazyMover(Supplier<? extends Mover> mover) implements Mover {
    @Override
    public boolean moves(URI uri) {
        return mover.get().moves(uri);
    }

    @Override
    public Optional<String> fetch(Source source, Piece piece, Optional<String> version, BlockSink into, Stop stop)
            throws MoveFailure, IOException {
        return mover.get().fetch(source, piece, version, into, stop);
    }

    @Override
    public void tryOut(Source source, long bytes) throws MoveFailure, IOException {
        mover.get().tryOut(source, bytes);
    }
}
