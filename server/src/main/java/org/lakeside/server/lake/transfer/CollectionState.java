package org.lakeside.server.lake.transfer;

import java.util.OptionalLong;
import org.lakeside.server.lake.transfer.LocalState.Kind;
import org.lakeside.server.lake.transfer.StoreIndex.Totals;

/// What the states of its files make of a dataset or container.
final class CollectionState {
    private CollectionState() {}

    static LocalState of(Totals totals) {
        return new LocalState(
                kind(totals),
                totals.bytesHere() + totals.partialBytes(),
                OptionalLong.of(totals.bytes()),
                OptionalLong.of(totals.filesHere()),
                OptionalLong.of(totals.files()));
    }

    private static Kind kind(Totals totals) {
        if (totals.filesHere() == totals.files()) return Kind.HERE; // also when there are none
        if (totals.bad() > 0) return Kind.BAD;
        if (totals.filesHere() + totals.unverified() == totals.files()) return Kind.UNVERIFIED;
        return totals.filesHere() + totals.unverified() > 0 || totals.partialBytes() > 0
                ? Kind.PARTIAL
                : Kind.ELSEWHERE;
    }
}
