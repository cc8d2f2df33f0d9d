package org.lakeside.server.lake.transfer;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/// Where a file can be read, as of some moment: signed addresses end, replicas move, so it can be asked again.
record FoundSources(List<Source> sources, Instant asked, Supplier<List<Source>> again) {
    FoundSources {
        sources = List.copyOf(sources);
    }
}
