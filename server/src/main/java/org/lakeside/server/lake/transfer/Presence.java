package org.lakeside.server.lake.transfer;

import java.util.List;

/// What the store has of a file.
public sealed interface Presence {
    record Absent() implements Presence {}

    /// Growing.
    ///
    /// @param temporary name of the file it grows in; never used twice
    /// @param bytesHere bytes of the blocks that are marked
    /// @param sources RSEs that blocks came from
    record Partial(String temporary, BlockMarks marks, long bytesHere, List<String> sources) implements Presence {
        public Partial {
            sources = List.copyOf(sources);
        }
    }

    /// In its place, complete.
    ///
    /// @param verified its checksum was compared; else only its size could be
    record Complete(Fingerprint fingerprint, boolean verified) implements Presence {}

    /// What every replica sent differs from the catalogue.
    record Bad() implements Presence {}
}
