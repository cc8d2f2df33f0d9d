package org.lakeside.server.api;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.lakeside.rucio.client.DidType;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.availability.Handles;
import org.lakeside.server.lake.transfer.LocalFile;

/// What a kernel can open, and how much of a DID is here.
final class HandleRoutes {
    private static final int MOST_FILES = 1000;

    private HandleRoutes() {}

    static void register(RoutesConfig routes) {
        routes.post(Api.ROOT + "/handles", context -> handles(context, Admitted.parts(context)));
        routes.get(Api.ROOT + "/states", context -> states(context, Admitted.parts(context)));
    }

    private static void handles(Context context, Parts parts) {
        var asked = DownloadRoutes.Asked.of(context, parts);
        var handles = parts.attachments().handles(asked.instance(), asked.did());
        Json.answer(context, 200, HandlesJson.of(parts.instances().instance(asked.instance()), handles));
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

    record HandlesJson(
            String instance,
            String did,
            DidType type,
            String mode,
            String state,
            List<String> handles,
            List<FileJson> files,
            long missing,
            CatalogueJson catalogue,
            boolean single) {
        static HandlesJson of(Instance instance, Handles handles) {
            return new HandlesJson(
                    instance.name(),
                    handles.did().toString(),
                    handles.type(),
                    "downloaded",
                    handles.state().name().toLowerCase(Locale.ROOT),
                    handles.paths().stream().map(Path::toString).toList(),
                    handles.files().stream().limit(MOST_FILES).map(FileJson::of).toList(),
                    handles.missing(),
                    new CatalogueJson(instance.host(), instance.vo().orElse(InstanceRoutes.ONLY_VO)),
                    handles.single());
        }
    }

    record FileJson(String did, Optional<String> path, long bytes, String state) {
        static FileJson of(LocalFile local) {
            return new FileJson(
                    local.file().did().toString(),
                    local.path().map(Path::toString),
                    local.file().bytes(),
                    StateJson.of(local.state()).state());
        }
    }

    record CatalogueJson(String host, String vo) {}
}
