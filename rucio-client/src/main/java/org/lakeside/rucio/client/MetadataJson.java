package org.lakeside.rucio.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// From a JSON object to [Metadata].
final class MetadataJson {
    private MetadataJson() {}

    /// A row of many; says itself which DID it is about.
    static Metadata row(JsonNode object) {
        return of(DidJson.did(text(object, "scope"), text(object, "name")), object);
    }

    static Metadata of(Did did, JsonNode object) {
        if (!object.isObject()) {
            throw new IllegalArgumentException("metadata that are no object");
        }
        Map<String, MetaValue> values = new LinkedHashMap<>();
        object.properties().forEach(one -> value(one.getValue()).ifPresent(value -> values.put(one.getKey(), value)));
        return new Metadata(did, values);
    }

    private static String text(JsonNode object, String key) {
        return object.path(key).asString("");
    }

    private static Optional<MetaValue> value(JsonNode json) {
        if (json.isNull()) {
            return Optional.empty();
        }
        if (json.isString()) {
            String text = json.stringValue();
            return Optional.of(RucioDates.parse(text)
                    .<MetaValue>map(MetaValue.Time::new)
                    .orElseGet(() -> new MetaValue.Text(text)));
        }
        if (json.isBoolean()) {
            return Optional.of(new MetaValue.Flag(json.booleanValue()));
        }
        boolean finite = json.isNumber() && Double.isFinite(json.doubleValue());
        return Optional.of(finite ? new MetaValue.Numeral(json.decimalValue()) : new MetaValue.Other(json.toString()));
    }
}
