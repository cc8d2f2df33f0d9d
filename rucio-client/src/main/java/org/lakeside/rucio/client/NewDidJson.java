package org.lakeside.rucio.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One DID in the body of `POST /dids`.
@JsonInclude(JsonInclude.Include.NON_NULL)
record NewDidJson(
        String scope,
        String name,
        String type,
        @Nullable Map<String, Boolean> statuses,
        Map<String, Object> meta,
        @Nullable Long lifetime) {

    static byte[] of(List<NewDid> dids) {
        return Json.writer().writeValueAsBytes(dids.stream().map(NewDidJson::of).toList());
    }

    private static NewDidJson of(NewDid wanted) {
        Map<String, Object> meta = new TreeMap<>();
        wanted.metadata().forEach((key, value) -> meta.put(key, json(value)));
        return new NewDidJson(
                wanted.did().scope(),
                wanted.did().name(),
                wanted.type().name(),
                wanted.monotonic() ? Map.of("monotonic", true) : null,
                meta,
                wanted.lifetime().map(life -> life.toSeconds()).orElse(null));
    }

    private static Object json(MetaValue value) {
        return switch (value) {
            case MetaValue.Numeral(BigDecimal number) -> number;
            case MetaValue.Flag(boolean set) -> set;
            case MetaValue.Time(var time) -> RucioDates.print(time);
            case MetaValue.Text(String text) -> text;
            case MetaValue.Other(String json) -> Json.tree(json);
        };
    }
}
