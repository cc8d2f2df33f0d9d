package org.lakeside.server.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.net.URI;
import java.util.List;
import org.lakeside.server.lake.Instance;

/// The instances, and who is logged in to them.
final class InstanceRoutes {
    /// How Rucio calls the only VO of a server that has one.
    static final String ONLY_VO = "def";

    private InstanceRoutes() {}

    static void register(RoutesConfig routes) {
        routes.get(Api.ROOT + "/instances", context -> Json.answer(context, 200, all(Admitted.parts(context))));
    }

    /// The name in the path, if there is such an instance.
    static String instance(Context context, Parts parts) {
        return parts.instances().instance(context.pathParam("instance")).name();
    }

    private static AllJson all(Parts parts) {
        var instances = parts.instances();
        return new AllJson(
                instances.all().stream()
                        .map(one -> InstanceJson.of(one, instances.byDefault(), parts))
                        .toList(),
                instances.byDefault());
    }

    record AllJson(
            List<InstanceJson> instances,
            @JsonProperty("default") String byDefault) {}

    record InstanceJson(
            String name,
            String label,
            URI url,
            String vo,
            @JsonProperty("default") boolean byDefault,
            List<String> logins,
            LoginJson login) {
        static InstanceJson of(Instance instance, String byDefault, Parts parts) {
            return new InstanceJson(
                    instance.name(),
                    instance.label(),
                    instance.url(),
                    instance.vo().orElse(ONLY_VO),
                    instance.name().equals(byDefault),
                    LoginRoutes.KINDS,
                    LoginJson.of(parts.identities().login(instance.name())));
        }
    }
}
