package org.lakeside.server.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lakeside.rucio.client.UserPassword;
import org.lakeside.server.lake.Instance;

/// The instances, and logging in to them.
final class InstanceRoutes {
    /// How Rucio calls the only VO of a server that has one.
    static final String ONLY_VO = "def";

    private InstanceRoutes() {}

    static void register(RoutesConfig routes) {
        routes.get(Api.ROOT + "/instances", context -> Json.answer(context, 200, all(Admitted.parts(context))));
        routes.post(Api.ROOT + "/instances/{instance}/login", context -> logIn(context, Admitted.parts(context)));
        routes.delete(Api.ROOT + "/instances/{instance}/login", context -> logOut(context, Admitted.parts(context)));
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

    private static void logIn(Context context, Parts parts) {
        var name = instance(context, parts);
        var body = Json.body(context, CredentialsJson.class);
        if (!"userpass".equals(body.kind()))
            throw Query.bad("kind has to be 'userpass'; this instance knows no other.");
        if (body.username() == null
                || body.username().isBlank()
                || body.password() == null
                || body.password().isEmpty()) throw Query.bad("A login needs a user name and a password.");
        var login = parts.identities()
                .logIn(
                        name,
                        new UserPassword(body.username().strip(), body.password()),
                        Optional.ofNullable(body.account()).filter(account -> !account.isBlank()));
        Json.answer(context, 200, LoginJson.of(login));
    }

    private static void logOut(Context context, Parts parts) {
        Json.answer(context, 200, LoginJson.of(parts.identities().logOut(instance(context, parts))));
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
                    List.of("userpass"),
                    LoginJson.of(parts.identities().login(instance.name())));
        }
    }

    record CredentialsJson(
            @Nullable String kind,
            @Nullable String username,
            @Nullable String password,
            @Nullable String account) {
        @Override
        public String toString() {
            return "credentials of " + username;
        }
    }
}
