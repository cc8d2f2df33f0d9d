package org.lakeside.server.api;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.lakeside.rucio.client.DidInfo;
import org.lakeside.rucio.client.DidType;
import org.lakeside.rucio.client.FileReplicas;
import org.lakeside.server.lake.browse.Page;
import org.lakeside.server.lake.browse.Search;
import org.lakeside.server.lake.browse.SearchKey;
import org.lakeside.server.lake.browse.SearchKeys;
import org.lakeside.server.lake.browse.Understood;

/// Searching the catalogue and looking into it.
final class BrowseRoutes {
    private static final int MOST_ROWS = 1000;
    private static final int MOST_REPLICAS = 200;

    private BrowseRoutes() {}

    static void register(RoutesConfig routes) {
        var root = Api.ROOT + "/instances/{instance}";
        routes.get(
                root + "/search",
                context -> ActionLimit.during(context, _ -> search(context, Admitted.parts(context))));
        routes.get(root + "/search/keys", context -> keys(context, Admitted.parts(context)));
        routes.get(root + "/did", context -> ActionLimit.during(context, _ -> did(context, Admitted.parts(context))));
        routes.get(
                root + "/children",
                context -> ActionLimit.during(context, _ -> children(context, Admitted.parts(context))));
        routes.delete(root + "/listings/{listing}", context -> end(context, Admitted.parts(context)));
        routes.get(
                root + "/replicas",
                context -> ActionLimit.during(context, _ -> replicas(context, Admitted.parts(context))));
    }

    private static void search(Context context, Parts parts) {
        var instance = InstanceRoutes.instance(context, parts);
        var wanted = new Search.Wanted(instance, Query.required(context, "did"), Query.type(context));
        int limit = Query.limit(context, 100, MOST_ROWS);
        var found = Query.text(context, "cursor")
                .map(cursor -> parts.search().next(wanted, limit, cursor))
                .orElseGet(() -> parts.search().first(wanted, limit, Query.flag(context, "refresh")));
        var rows = RowJson.all(parts.store(), instance, found.page().rows());
        Json.answer(context, 200, FoundJson.of(rows, found));
    }

    private static void keys(Context context, Parts parts) {
        InstanceRoutes.instance(context, parts);
        Json.answer(
                context,
                200,
                new KeysJson(SearchKeys.ALL.stream().map(KeyJson::of).toList()));
    }

    private static void did(Context context, Parts parts) {
        var instance = InstanceRoutes.instance(context, parts);
        var did = Query.did(context);
        var info = parts.catalogue().did(instance, did);
        var here = parts.store().state(instance, did);
        Json.answer(context, 200, DidJson.of(info, RowJson.of(did, info.type(), info.bytes(), info.files(), here)));
    }

    private static void children(Context context, Parts parts) {
        var instance = InstanceRoutes.instance(context, parts);
        var did = Query.did(context);
        int limit = Query.limit(context, 200, MOST_ROWS);
        var page = Query.text(context, "cursor")
                .map(cursor -> parts.listings().next(instance, did, limit, cursor))
                .orElseGet(() -> parts.listings().first(instance, did, limit, Query.flag(context, "refresh")));
        Json.answer(context, 200, PageJson.of(RowJson.all(parts.store(), instance, page.rows()), page));
    }

    private static void end(Context context, Parts parts) {
        InstanceRoutes.instance(context, parts);
        parts.longListings().end(context.pathParam("listing"));
        context.status(204);
    }

    private static void replicas(Context context, Parts parts) {
        var instance = InstanceRoutes.instance(context, parts);
        var dids = Query.dids(context);
        if (dids.isEmpty() || dids.size() > MOST_REPLICAS)
            throw Query.bad("This request takes 1 to %d DIDs; there are %d.".formatted(MOST_REPLICAS, dids.size()));
        var rows = parts.catalogue().replicas(instance, dids).stream()
                .map(FileJson::of)
                .toList();
        Json.answer(context, 200, new ReplicasJson(rows));
    }

    record FoundJson(
            List<RowJson> rows,
            Optional<String> cursor,
            boolean more,
            OptionalLong total,
            long read,
            Optional<String> cut,
            Instant asked,
            Optional<String> scope,
            UnderstoodJson understood) {
        static FoundJson of(List<RowJson> rows, Search.Found found) {
            var page = found.page();
            return new FoundJson(
                    rows,
                    page.cursor(),
                    page.cursor().isPresent() || page.cut().isPresent(),
                    page.total(),
                    page.read(),
                    wordForCut(page),
                    Json.time(page.asked()),
                    found.scope(),
                    UnderstoodJson.of(found.understood()));
        }
    }

    record UnderstoodJson(String kind, String text, List<String> notes) {
        static UnderstoodJson of(Understood understood) {
            var kind = understood instanceof Understood.Dids ? "dids" : "pattern";
            return new UnderstoodJson(kind, understood.toString(), understood.notes());
        }
    }

    record KeysJson(List<KeyJson> keys) {}

    record KeyJson(String key, String type, String about, List<String> operators) {
        static KeyJson of(SearchKey key) {
            return new KeyJson(key.key(), key.type().name().toLowerCase(Locale.ROOT), key.about(), key.operators());
        }
    }

    record PageJson(
            List<RowJson> rows,
            Optional<String> cursor,
            OptionalLong total,
            long read,
            Optional<String> cut,
            Instant asked,
            boolean kept,
            Optional<Map<String, Object>> problem) {
        static PageJson of(List<RowJson> rows, Page page) {
            return new PageJson(
                    rows,
                    page.cursor(),
                    page.total(),
                    page.read(),
                    wordForCut(page),
                    Json.time(page.asked()),
                    page.kept(),
                    page.problem().map(ProblemJson::of));
        }
    }

    private static Optional<String> wordForCut(Page page) {
        return page.cut().map(cut -> cut.name().toLowerCase(Locale.ROOT));
    }

    record DidJson(
            String did,
            String scope,
            String name,
            DidType type,
            OptionalLong bytes,
            OptionalLong files,
            StateJson here,
            String account,
            boolean open,
            SumsJson checksums) {
        static DidJson of(DidInfo info, RowJson row) {
            return new DidJson(
                    row.did(),
                    row.scope(),
                    row.name(),
                    row.type(),
                    row.bytes(),
                    row.files(),
                    row.here(),
                    info.account(),
                    info.open(),
                    new SumsJson(info.checksums().adler32(), info.checksums().md5()));
        }
    }

    record SumsJson(Optional<String> adler32, Optional<String> md5) {}

    record ReplicasJson(List<FileJson> rows) {}

    record FileJson(String did, List<ReplicaJson> replicas) {
        static FileJson of(FileReplicas file) {
            return new FileJson(
                    file.did().toString(),
                    file.replicas().stream()
                            .map(one -> new ReplicaJson(
                                    one.rse(),
                                    one.state(),
                                    one.rseType(),
                                    one.pfns().size()))
                            .toList());
        }
    }

    /// No address: one may carry a signature.
    record ReplicaJson(String rse, String state, String type, int pfns) {}
}
