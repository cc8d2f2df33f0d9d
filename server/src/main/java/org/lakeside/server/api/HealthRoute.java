package org.lakeside.server.api;

import io.javalin.config.RoutesConfig;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import org.lakeside.server.api.Standing.State.Guest;
import org.lakeside.server.api.Standing.State.Misconfigured;
import org.lakeside.server.api.Standing.State.Owner;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// `GET /health`: whether the service is there and what it thinks of its settings. Waits for nothing.
final class HealthRoute {
    private HealthRoute() {}

    static void register(RoutesConfig routes, String version, Standing standing) {
        routes.get(Api.ROOT + "/health", context -> {
            var health = health(version, standing.now());
            if (health.problems().isEmpty())
                context.status(200).contentType("application/json").result(plain(health));
            else Json.answer(context, 200, health);
        });
    }

    private static HealthJson health(String version, Standing.State state) {
        List<Map<String, Object>> problems = switch (state) {
            case Misconfigured(var wrong) -> wrong.stream().map(ProblemJson::of).toList();
            case Owner _, Guest _ -> List.of();
        };
        return new HealthJson(
                "lakeside",
                version,
                1,
                problems.isEmpty() ? "ready" : "misconfigured",
                state instanceof Owner,
                problems,
                ProcessHandle.current().pid());
    }

    /// The usual answer without Jackson's mapper, because it is the first one of every start, and loading the mapper
    /// takes a third of that.
    private static byte[] plain(HealthJson health) {
        var bytes = new ByteArrayOutputStream();
        try (var json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject()
                    .writeStringProperty("name", health.name())
                    .writeStringProperty("version", health.version())
                    .writeNumberProperty("api", health.api())
                    .writeStringProperty("state", health.state())
                    .writeBooleanProperty("owner", health.owner())
                    .writeArrayPropertyStart("problems")
                    .writeEndArray()
                    .writeNumberProperty("pid", health.pid())
                    .writeEndObject();
        }
        return bytes.toByteArray();
    }

    record HealthJson(
            String name,
            String version,
            int api,
            String state,
            boolean owner,
            List<Map<String, Object>> problems,
            long pid) {}
}
