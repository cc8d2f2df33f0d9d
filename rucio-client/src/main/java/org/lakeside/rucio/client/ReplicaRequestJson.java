package org.lakeside.rucio.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The body of `POST /replicas/list`. Unknown keys inside a DID are a mistake to Rucio.
@JsonInclude(JsonInclude.Include.NON_NULL)
record ReplicaRequestJson(List<DidJson> dids, @Nullable List<String> schemes, String sort) {
    record DidJson(String scope, String name) {}

    static byte[] of(List<Did> dids, ReplicaQuery query) {
        ReplicaRequestJson body = new ReplicaRequestJson(
                dids.stream().map(did -> new DidJson(did.scope(), did.name())).toList(),
                query.schemes().isEmpty() ? null : query.schemes(),
                query.order().inRucio());
        return Json.writer().writeValueAsBytes(body);
    }
}
