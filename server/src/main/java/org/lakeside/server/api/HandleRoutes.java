package org.lakeside.server.api;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lakeside.rucio.client.DidType;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.availability.Handles;
import org.lakeside.server.lake.transfer.LocalFile;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JacksonSerializable;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.TypeSerializer;

/// What a kernel can open, and how much of a DID is here.
final class HandleRoutes {
    private HandleRoutes() {}

    static void register(RoutesConfig routes) {
        routes.post(Api.ROOT + "/handles", context -> handles(context, Admitted.parts(context)));
        routes.get(Api.ROOT + "/states", context -> states(context, Admitted.parts(context)));
    }

    private static void handles(Context context, Parts parts) throws IOException {
        var asked = Json.body(context, AskedJson.class);
        if (asked.instance() == null || asked.did() == null)
            throw Query.bad("This request needs 'instance' and 'did' in its body.");
        var instance = parts.instances().instance(asked.instance());
        var handles = parts.attachments()
                .handles(instance.name(), Query.did(asked.did()), Boolean.TRUE.equals(asked.unverified()));
        Json.stream(context, 200, HandlesJson.of(instance, handles));
    }

    private static void states(Context context, Parts parts) {
        var instance =
                parts.instances().instance(Query.required(context, "instance")).name();
        Map<String, StateJson> states = new LinkedHashMap<>();
        parts.store()
                .states(instance, Query.dids(context))
                .forEach((did, state) -> states.put(did.toString(), StateJson.of(state)));
        Json.answer(context, 200, new StatesJson(states));
    }

    record StatesJson(Map<String, StateJson> states) {}

    record AskedJson(
            @Nullable String instance,
            @Nullable String did,
            @Nullable String mode,
            @Nullable Boolean unverified) {}

    record HandlesJson(
            String instance,
            String did,
            DidType type,
            String mode,
            String state,
            List<FileJson> files,
            long missing,
            long unverified,
            Optional<ChangeJson> changed,
            List<Map<String, Object>> problems,
            CatalogueJson catalogue,
            boolean single,
            PathsJson handles) {
        static HandlesJson of(Instance instance, Handles handles) {
            return new HandlesJson(
                    instance.name(),
                    handles.did().toString(),
                    handles.type(),
                    "downloaded",
                    handles.state().name().toLowerCase(Locale.ROOT),
                    handles.first().stream()
                            .map(file -> FileJson.of(file, handles.path(file)))
                            .toList(),
                    handles.count().missing(),
                    handles.count().unverified(),
                    handles.change().map(change -> new ChangeJson(change.files(), change.bytes())),
                    handles.problems().stream().map(ProblemJson::of).toList(),
                    new CatalogueJson(instance.host(), instance.vo().orElse(InstanceRoutes.ONLY_VO)),
                    handles.single(),
                    new PathsJson(handles));
        }
    }

    /// An array of paths, written as they come: there may be more of them than memory.
    static final class PathsJson extends JacksonSerializable.Base {
        private final Handles handles;

        PathsJson(Handles handles) {
            this.handles = handles;
        }

        @Override
        public void serialize(JsonGenerator json, SerializationContext context) {
            json.writeStartArray();
            handles.eachPath(path -> json.writeString(path.toString()));
            json.writeEndArray();
        }

        @Override
        public void serializeWithType(JsonGenerator json, SerializationContext context, TypeSerializer type) {
            serialize(json, context);
        }
    }

    record ChangeJson(long files, long bytes) {}

    record FileJson(String did, Optional<String> path, long bytes, String state, boolean unverified) {
        static FileJson of(LocalFile local, Optional<Path> path) {
            var state = StateJson.of(local.state());
            return new FileJson(
                    local.file().did().toString(),
                    path.map(Path::toString),
                    local.file().bytes(),
                    state.state(),
                    state.unverified());
        }
    }

    record CatalogueJson(String host, String vo) {}
}
