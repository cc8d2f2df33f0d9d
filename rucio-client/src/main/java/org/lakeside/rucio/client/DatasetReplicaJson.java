package org.lakeside.rucio.client;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A dataset on an RSE as Rucio sends it.
record DatasetReplicaJson(
        @Nullable String scope,
        @Nullable String name,
        @Nullable String rse,
        @Nullable Long bytes,
        @Nullable Long length,
        @Nullable Long available_bytes,
        @Nullable Long available_length,
        @Nullable String state,
        @Nullable String created_at,
        @Nullable String updated_at,
        @Nullable String accessed_at) {
    private static final Json<DatasetReplicaJson> SHAPE = Json.of(DatasetReplicaJson.class);

    static DatasetReplica row(byte[] line) {
        return SHAPE.read(line).replica();
    }

    private DatasetReplica replica() {
        if (rse == null) {
            throw new IllegalArgumentException("a replica without an RSE");
        }
        return new DatasetReplica(
                DidJson.did(scope, name),
                rse,
                number(bytes),
                number(length),
                number(available_bytes).orElse(0),
                number(available_length).orElse(0),
                state == null ? "" : state,
                RucioDates.find(created_at),
                RucioDates.find(updated_at),
                RucioDates.find(accessed_at));
    }

    private static OptionalLong number(@Nullable Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
