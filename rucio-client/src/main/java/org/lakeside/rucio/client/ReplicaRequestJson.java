package org.lakeside.rucio.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The body of `POST /replicas/list`.
@JsonInclude(JsonInclude.Include.NON_NULL)
record ReplicaRequestJson(
        List<DidsJson.DidKey> dids,
        @Nullable List<String> schemes,
        String sort,
        @Nullable String rse_expression,
        @Nullable Map<String, String> client_location,
        @Nullable Boolean all_states,
        @Nullable Boolean ignore_availability) {

    static byte[] of(List<Did> dids, ReplicaQuery query) {
        ReplicaQuery.Where where = query.where();
        ReplicaRequestJson body = new ReplicaRequestJson(
                DidsJson.keys(dids),
                query.schemes().isEmpty() ? null : query.schemes(),
                query.order().inRucio(),
                where.rseExpression().orElse(null),
                where.site().map(name -> Map.of("site", name)).orElse(null),
                where.anyState() ? true : null,
                where.closedRses() ? true : null);
        return Json.writer().writeValueAsBytes(body);
    }
}
