package org.lakeside.server.api;

import java.util.Locale;
import java.util.OptionalLong;
import org.lakeside.server.lake.transfer.LocalState;

/// How much of a DID is on this machine.
record StateJson(String state, long bytesHere, OptionalLong bytes, OptionalLong filesHere, OptionalLong files) {
    static StateJson of(LocalState state) {
        return new StateJson(
                state.kind().name().toLowerCase(Locale.ROOT),
                state.bytesHere(),
                state.bytes(),
                state.filesHere(),
                state.files());
    }
}
