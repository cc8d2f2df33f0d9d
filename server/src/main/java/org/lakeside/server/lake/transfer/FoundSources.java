package org.lakeside.server.lake.transfer;

import java.time.Instant;
import java.util.List;

/// Where a file can be read, as of some moment: signed addresses end, replicas move, so it can be asked again.
record FoundSources(List<Source> sources, Instant asked, Again again) {
    FoundSources {
        sources = List.copyOf(sources);
    }

    /// Asks again.
    @FunctionalInterface
    interface Again {
        /// Where it can be read now.
        ///
        /// @throws java.util.concurrent.CancellationException when stopped meanwhile
        List<Source> ask(Stop stop);
    }
}
