package org.lakeside.server.lake.transfer;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.lakeside.server.lake.Problem;

/// Where a download stands.
public sealed interface DownloadState {
    /// Waits for its turn.
    record Queued() implements DownloadState {}

    /// Asks the catalogue which files there are.
    record Listing() implements DownloadState {}

    /// Bytes are on their way.
    ///
    /// @param rate bytes per second over the last seconds
    /// @param sources RSEs that bytes come from now
    /// @param waiting what it waits for, as a sentence, if it waits
    record Running(OptionalLong rate, OptionalLong secondsLeft, List<String> sources, Optional<String> waiting)
            implements DownloadState {
        public Running {
            sources = List.copyOf(sources);
        }
    }

    /// Every file is here.
    record Done(Instant ended) implements DownloadState {}

    record Failed(Instant ended, Problem problem) implements DownloadState {}

    /// What had come stays, and the next download of the same DID goes on from there.
    record Cancelled(Instant ended) implements DownloadState {}

    default boolean over() {
        return switch (this) {
            case Queued _, Listing _, Running _ -> false;
            case Done _, Failed _, Cancelled _ -> true;
        };
    }
}
