package org.lakeside.rucio.client;

import org.jspecify.annotations.Nullable;

/// A lock as Rucio sends it.
record LockJson(
        @Nullable String scope,
        @Nullable String name,
        @Nullable String rse,
        @Nullable String state) {
    private static final Json<LockJson> SHAPE = Json.of(LockJson.class);

    static Lock row(byte[] line) {
        LockJson json = SHAPE.read(line);
        return new Lock(
                DidJson.did(json.scope, json.name),
                json.rse == null ? "" : json.rse,
                json.state == null ? "" : json.state);
    }
}
