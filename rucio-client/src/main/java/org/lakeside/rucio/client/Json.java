package org.lakeside.rucio.client;

import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/// Values of one shape in Rucio's dialect of JSON, in which an unlimited quota is a bare `Infinity`.
final class Json<T> {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private final Class<T> type;
    private final ObjectReader reader;

    private Json(Class<T> type) {
        this.type = type;
        this.reader = MAPPER.readerFor(type);
    }

    static <T> Json<T> of(Class<T> type) {
        return new Json<>(type);
    }

    static ObjectWriter writer() {
        return MAPPER.writer();
    }

    /// @throws IllegalArgumentException when this is not JSON
    static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
    }

    /// @throws IllegalArgumentException when this is no such value
    T read(byte[] json) {
        try {
            Object value = reader.readValue(json);
            if (value == null) {
                throw new IllegalArgumentException("null instead of a value");
            }
            return type.cast(value);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not the JSON that was expected", e);
        }
    }

    /// @throws IllegalArgumentException when this is no such value
    T read(JsonNode json) {
        try {
            return type.cast(MAPPER.treeToValue(json, type));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not the JSON that was expected", e);
        }
    }
}
