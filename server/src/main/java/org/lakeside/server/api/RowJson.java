package org.lakeside.server.api;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidType;
import org.lakeside.server.lake.browse.Row;
import org.lakeside.server.lake.transfer.LocalState;
import org.lakeside.server.lake.transfer.Store;

/// One DID in a list, with what is here of it.
record RowJson(
        String did, String scope, String name, DidType type, OptionalLong bytes, OptionalLong files, StateJson here) {

    /// With one question to the store for all rows.
    static List<RowJson> all(Store store, String instance, List<Row> rows) {
        Map<Did, LocalState> states =
                store.states(instance, rows.stream().map(Row::did).toList());
        return rows.stream()
                .map(row -> of(
                        row.did(),
                        row.type(),
                        row.bytes(),
                        row.files(),
                        states.getOrDefault(row.did(), LocalState.UNKNOWN)))
                .toList();
    }

    static RowJson of(Did did, DidType type, OptionalLong bytes, OptionalLong files, LocalState here) {
        var filesOfIt = type == DidType.FILE ? OptionalLong.of(1) : files;
        return new RowJson(did.toString(), did.scope(), did.name(), type, bytes, filesOfIt, StateJson.of(here));
    }
}
