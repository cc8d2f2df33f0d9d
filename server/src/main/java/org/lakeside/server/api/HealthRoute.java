package org.lakeside.server.api;

import io.javalin.config.RoutesConfig;
import java.util.List;
import java.util.Map;
import org.lakeside.server.api.Standing.State.Guest;
import org.lakeside.server.api.Standing.State.Misconfigured;
import org.lakeside.server.api.Standing.State.Owner;

/// `GET /health`: whether the service is there and what it thinks of its settings. Waits for nothing.
final class HealthRoute {
    private HealthRoute() {}

    static void register(RoutesConfig routes, String version, Standing standing) {
        routes.get(Api.ROOT + "/health", context -> Json.answer(context, 200, health(version, standing.now())));
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

    record HealthJson(
            String name,
            String version,
            int api,
            String state,
            boolean owner,
            List<Map<String, Object>> problems,
            long pid) {}
}
