package org.lakeside.server.api;

import java.util.OptionalLong;
import org.lakeside.server.lake.transfer.LocalState;
import org.lakeside.server.lake.transfer.LocalState.Kind;

/// How much of a DID is on this machine.
///
/// @param unverified complete, but the catalogue has no checksum to hold it against: so it is not called "here"
record StateJson(
        String state,
        long bytesHere,
        OptionalLong bytes,
        OptionalLong filesHere,
        OptionalLong files,
        boolean unverified) {
    static StateJson of(LocalState state) {
        return new StateJson(
                name(state.kind()),
                state.bytesHere(),
                state.bytes(),
                state.filesHere(),
                state.files(),
                state.kind() == Kind.UNVERIFIED);
    }

    private static String name(Kind kind) {
        return switch (kind) {
            case ELSEWHERE -> "elsewhere";
            case PARTIAL, UNVERIFIED -> "partial";
            case DOWNLOADING -> "downloading";
            case HERE -> "here";
            case BAD -> "bad";
        };
    }
}
