package org.lakeside.server.lake.transfer;

import java.util.OptionalLong;

/// How much of a file, dataset or container is on this machine.
///
/// @param bytes of all of it, if known here
/// @param files of all of it, if known here
public record LocalState(Kind kind, long bytesHere, OptionalLong bytes, OptionalLong filesHere, OptionalLong files) {
    /// Nothing of it is here, and nothing is known of it.
    public static final LocalState UNKNOWN =
            new LocalState(Kind.ELSEWHERE, 0, OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

    public enum Kind {
        ELSEWHERE,
        PARTIAL,
        DOWNLOADING,
        /// Complete, and equal to the catalogue's checksum.
        HERE,
        /// Complete by its size, but the catalogue has no checksum to hold it against.
        UNVERIFIED,
        /// What every replica sent differs from the catalogue.
        BAD
    }
}
