package org.lakeside.server.lake.transfer;

import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// What all fetches share.
record FetchTools(List<Mover> movers, SourceHealth health, Clock clock, Pause pause) {
    FetchTools {
        movers = List.copyOf(movers);
    }

    Optional<Mover> moverFor(Source source) {
        return movers.stream().filter(mover -> mover.moves(source.uri())).findFirst();
    }
}
