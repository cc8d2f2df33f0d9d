package org.lakeside.server.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.lakeside.server.lake.Instance;

/// The instances, who is logged in to them, and how they answer.
final class InstanceRoutes {
    /// How Rucio calls the only VO of a server that has one.
    static final String ONLY_VO = "def";

    private InstanceRoutes() {}

    static void register(RoutesConfig routes) {
        routes.get(Api.ROOT + "/instances", context -> Json.answer(context, 200, all(Admitted.parts(context))));
        routes.post(Api.ROOT + "/instances/{instance}/try", context -> tryNow(context, Admitted.parts(context)));
    }

    /// The name in the path, if there is such an instance.
    static String instance(Context context, Parts parts) {
        return parts.instances().instance(context.pathParam("instance")).name();
    }

    private static void tryNow(Context context, Parts parts) {
        Json.answer(context, 200, ReachJson.of(parts.reachability().tryNow(instance(context, parts))));
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
            LoginJson login,
            ReachJson reach,
            Optional<URI> web,
            String kind) {
        static InstanceJson of(Instance instance, String byDefault, Parts parts) {
            return new InstanceJson(
                    instance.name(),
                    instance.label(),
                    instance.url(),
                    instance.vo().orElse(ONLY_VO),
                    instance.name().equals(byDefault),
                    instance.isOpen() ? List.of() : LoginRoutes.KINDS,
                    LoginJson.of(instance, parts.identities().login(instance.name())),
                    ReachJson.of(parts.reachability().reach(instance.name())),
                    instance.web(),
                    instance.kind().name().toLowerCase(Locale.ROOT));
        }
    }
}
