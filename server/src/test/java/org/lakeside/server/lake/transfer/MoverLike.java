package org.lakeside.server.lake.transfer;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/// A real mover, and something that happens before it moves.
record MoverLike(Mover real, Incident incident) implements Mover {
    /// What happens.
    interface Incident {
        void befall(Source source);
    }

    @Override
    public boolean moves(URI uri) {
        return real.moves(uri);
    }

    @Override
    public Optional<String> fetch(Source source, Piece piece, Optional<String> version, BlockSink into, Stop stop)
            throws MoveFailure, IOException {
        incident.befall(source);
        return real.fetch(source, piece, version, into, stop);
    }
}
