package org.lakeside.rucio.client;

import org.jspecify.annotations.Nullable;

/// A suspicious replica as Rucio sends it.
record SuspicionJson(
        @Nullable String scope,
        @Nullable String name,
        @Nullable String rse,
        @Nullable Integer cnt) {
    static final Json<SuspicionJson[]> ALL = Json.of(SuspicionJson[].class);

    Suspicion suspicion() {
        if (rse == null) {
            throw new IllegalArgumentException("a suspicion without an RSE");
        }
        return new Suspicion(DidJson.did(scope, name), rse, cnt == null ? 1 : cnt);
    }
}
