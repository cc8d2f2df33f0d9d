package org.lakeside.server.api;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import org.lakeside.rucio.client.Child;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidType;
import org.lakeside.rucio.client.FoundDid;
import org.lakeside.server.lake.transfer.LocalState;
import org.lakeside.server.lake.transfer.Store;

/// One DID in a list, with what is here of it.
record RowJson(
        String did, String scope, String name, DidType type, OptionalLong bytes, OptionalLong files, StateJson here) {

    static List<RowJson> found(Store store, String instance, List<FoundDid> rows) {
        return withStates(
                store,
                instance,
                rows,
                FoundDid::did,
                (row, here) -> of(row.did(), row.type(), row.bytes(), row.files(), here));
    }

    static List<RowJson> children(Store store, String instance, List<Child> rows) {
        return withStates(
                store,
                instance,
                rows,
                Child::did,
                (row, here) -> of(row.did(), row.type(), row.bytes(), OptionalLong.empty(), here));
    }

    static RowJson of(Did did, DidType type, OptionalLong bytes, OptionalLong files, LocalState here) {
        var filesOfIt = type == DidType.FILE ? OptionalLong.of(1) : files;
        return new RowJson(did.toString(), did.scope(), did.name(), type, bytes, filesOfIt, StateJson.of(here));
    }

    private interface WithState<T> {
        RowJson row(T row, LocalState here);
    }

    /// One question to the store for all rows.
    private static <T> List<RowJson> withStates(
            Store store, String instance, Collection<T> rows, Function<T, Did> didOf, WithState<T> make) {
        Map<Did, LocalState> states =
                store.states(instance, rows.stream().map(didOf).toList());
        return rows.stream()
                .map(row -> make.row(row, states.getOrDefault(didOf.apply(row), LocalState.UNKNOWN)))
                .toList();
    }
}
