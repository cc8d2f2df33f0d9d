package org.lakeside.server.api;

import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// JSON as this API speaks it: snake_case names, times as ISO text, absent values as null.
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Json() {}

    /// Times have whole seconds on this wire.
    static Instant time(Instant exact) {
        return exact.truncatedTo(ChronoUnit.SECONDS);
    }

    static byte[] bytes(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /// A line of a stream.
    static String line(Object value) {
        return MAPPER.writeValueAsString(value) + "\n";
    }

    static void answer(Context context, int status, Object value) {
        context.status(status).contentType("application/json").result(bytes(value));
    }

    /// The same, written as it is made: for what may be long.
    static void stream(Context context, int status, Object value) throws IOException {
        context.status(status).contentType("application/json");
        MAPPER.writeValue(context.res().getOutputStream(), value);
    }

    static <T> T body(Context context, Class<T> type) {
        try {
            T value = MAPPER.readValue(context.bodyAsBytes(), type);
            if (value != null) return value;
        } catch (JacksonException e) {
            // Its text may repeat what was sent, a password for instance: not a word of it goes on.
        }
        throw new LakeException(new Problem(
                Problem.Kind.BAD_REQUEST,
                "The body of this request is not the JSON that %s %s takes."
                        .formatted(context.method(), context.path()),
                "See the API's description, openapi.yaml.",
                Map.of()));
    }
}
