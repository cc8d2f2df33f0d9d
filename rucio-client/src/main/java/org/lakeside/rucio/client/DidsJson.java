package org.lakeside.rucio.client;

import java.util.List;

/// The body of the calls about many DIDs. Unknown keys inside a DID are a mistake to Rucio.
record DidsJson(List<DidKey> dids) {
    record DidKey(String scope, String name) {
        static DidKey of(Did did) {
            return new DidKey(did.scope(), did.name());
        }
    }

    static byte[] of(List<Did> dids) {
        return Json.writer().writeValueAsBytes(new DidsJson(keys(dids)));
    }

    static List<DidKey> keys(List<Did> dids) {
        return dids.stream().map(DidKey::of).toList();
    }
}
