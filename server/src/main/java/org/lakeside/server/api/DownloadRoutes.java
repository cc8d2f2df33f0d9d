package org.lakeside.server.api;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lakeside.rucio.client.Did;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;
import org.lakeside.server.lake.identity.Login.LoggedOut;
import org.lakeside.server.lake.transfer.Download;

/// Downloads: started, looked at, tried again, ended.
final class DownloadRoutes {
    private DownloadRoutes() {}

    static void register(RoutesConfig routes) {
        var root = Api.ROOT + "/downloads";
        routes.get(root, context -> Json.answer(context, 200, all(Admitted.parts(context))));
        routes.post(root, context -> start(context, Admitted.parts(context)));
        routes.get(root + "/{id}", context -> answer(context, download(context, Admitted.parts(context))));
        routes.post(root + "/{id}/retry", context -> retry(context, Admitted.parts(context)));
        routes.delete(root + "/{id}", context -> end(context, Admitted.parts(context)));
    }

    private static AllJson all(Parts parts) {
        var store = parts.store();
        return new AllJson(
                parts.downloads().all().stream().map(DownloadJson::of).toList(),
                new StoreJson(store.used(), store.free(), store.directory().toString()));
    }

    private static void start(Context context, Parts parts) {
        var asked = Asked.of(context, parts);
        requireLogin(parts, asked.instance());
        boolean runs = parts.downloads().all().stream()
                .anyMatch(one -> one.instance().equals(asked.instance())
                        && one.did().equals(asked.did())
                        && !one.state().over());
        var download = parts.downloads().start(asked.instance(), asked.did());
        Json.answer(context, runs ? 200 : 202, DownloadJson.of(download));
    }

    /// Without a login it would fail a moment later, in a row instead of an answer.
    private static void requireLogin(Parts parts, String instance) {
        if (parts.instances().instance(instance).isOpen()) return;
        if (parts.identities().login(instance) instanceof LoggedOut) {
            var unused = parts.identities().tokens(instance).token();
        }
    }

    private static void retry(Context context, Parts parts) {
        var id = download(context, parts).id();
        parts.downloads().retry(id);
        answer(context, download(context, parts));
    }

    private static void end(Context context, Parts parts) {
        var download = download(context, parts);
        if (download.state().over()) {
            parts.downloads().forget(download.id());
            answer(context, download);
        } else {
            parts.downloads().cancel(download.id());
            answer(context, download(context, parts));
        }
    }

    private static Download download(Context context, Parts parts) {
        var id = context.pathParam("id");
        return parts.downloads()
                .find(id)
                .orElseThrow(() -> new LakeException(new Problem(
                        Kind.NO_SUCH_DOWNLOAD,
                        "There is no download %s; it may have been removed from the list.".formatted(id),
                        "Look at the list of downloads.")));
    }

    private static void answer(Context context, Download download) {
        Json.answer(context, 200, DownloadJson.of(download));
    }

    record AllJson(List<DownloadJson> downloads, StoreJson store) {}

    record StoreJson(long used, long free, String dir) {}

    /// Which DID of which instance a request is about.
    record Asked(String instance, Did did) {
        static Asked of(Context context, Parts parts) {
            var body = Json.body(context, AskedJson.class);
            if (body.instance() == null || body.did() == null)
                throw Query.bad("This request needs 'instance' and 'did' in its body.");
            return new Asked(parts.instances().instance(body.instance()).name(), Query.did(body.did()));
        }
    }

    record AskedJson(
            @Nullable String instance,
            @Nullable String did,
            @Nullable String mode) {}
}
