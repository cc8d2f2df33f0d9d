package org.lakeside.server.api;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidType;
import org.lakeside.rucio.client.LockCounts;
import org.lakeside.rucio.client.MetaValue;
import org.lakeside.rucio.client.Rule;
import org.lakeside.server.lake.browse.OnStorage;
import org.lakeside.server.lake.browse.RseShare;

/// What else there is to know of a DID, each for itself, so that a slow answer holds up no other.
final class DetailRoutes {
    private static final int MOST_DIDS = 200;

    private DetailRoutes() {}

    static void register(RoutesConfig routes) {
        get(routes, "metadata", DetailRoutes::metadata);
        get(routes, "parents", DetailRoutes::parents);
        get(routes, "rules", DetailRoutes::rules);
        get(routes, "rses", DetailRoutes::rses);
        routes.post(Api.ROOT + "/instances/{instance}/states", context -> {
            var asked = Json.body(context, AskedStates.class); // before the time runs
            ActionLimit.within(() -> Json.answer(context, 200, states(context, Admitted.parts(context), asked)));
        });
    }

    private interface Answer {
        Object of(Parts parts, String instance, Did did);
    }

    private static void get(RoutesConfig routes, String what, Answer answer) {
        routes.get(
                Api.ROOT + "/instances/{instance}/" + what,
                context -> ActionLimit.during(context, _ -> {
                    var parts = Admitted.parts(context);
                    var instance = InstanceRoutes.instance(context, parts);
                    Json.answer(context, 200, answer.of(parts, instance, Query.did(context)));
                }));
    }

    private static MetadataJson metadata(Parts parts, String instance, Did did) {
        return new MetadataJson(parts.details().metadata(instance, did).values().entrySet().stream()
                .map(one -> new EntryJson(one.getKey(), plain(one.getValue())))
                .toList());
    }

    private static Object plain(MetaValue value) {
        return switch (value) {
            case MetaValue.Text(var text) -> text;
            case MetaValue.Numeral(var number) -> number;
            case MetaValue.Flag(var set) -> set;
            case MetaValue.Time(var time) -> time;
            case MetaValue.Other(var json) -> json;
        };
    }

    private static ParentsJson parents(Parts parts, String instance, Did did) {
        var found = parts.details().parents(instance, did);
        return new ParentsJson(
                found.rows().stream()
                        .map(one -> new ParentJson(one.did().toString(), one.type()))
                        .toList(),
                found.more());
    }

    private static RulesJson rules(Parts parts, String instance, Did did) {
        var found = parts.details().rules(instance, did);
        return new RulesJson(found.rows().stream().map(RuleJson::of).toList(), found.more());
    }

    private static RsesJson rses(Parts parts, String instance, Did did) {
        var found = parts.details().rses(instance, did);
        return new RsesJson(found.rows().stream().map(ShareJson::of).toList(), found.more());
    }

    private static OnStorageJson states(Context context, Parts parts, AskedStates asked) {
        var instance = InstanceRoutes.instance(context, parts);
        var dids = asked.all().stream().map(Query::did).distinct().toList();
        if (dids.isEmpty() || dids.size() > MOST_DIDS)
            throw Query.bad("This request takes 1 to %d DIDs; there are %d.".formatted(MOST_DIDS, dids.size()));
        var known = parts.details().onStorage(instance, dids);
        return new OnStorageJson(dids.stream()
                .map(did -> new AvailableJson(did.toString(), word(known.getOrDefault(did, OnStorage.UNKNOWN))))
                .toList());
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    record MetadataJson(List<EntryJson> entries) {}

    record EntryJson(String key, Object value) {}

    record ParentsJson(List<ParentJson> rows, boolean more) {}

    record ParentJson(String did, DidType type) {}

    record RulesJson(List<RuleJson> rows, boolean more) {}

    record RuleJson(
            String id,
            String rseExpression,
            String account,
            String state,
            int copies,
            LockCounts locks,
            Optional<Instant> created,
            Optional<Instant> expires,
            Optional<String> comment,
            Optional<String> error) {
        static RuleJson of(Rule rule) {
            return new RuleJson(
                    rule.id().toString(),
                    rule.rseExpression(),
                    rule.account(),
                    rule.state().name(),
                    rule.copies(),
                    rule.locks(),
                    rule.created().map(Json::time),
                    rule.expires().map(Json::time),
                    rule.comment(),
                    rule.error());
        }
    }

    record RsesJson(List<ShareJson> rows, boolean more) {}

    record ShareJson(String rse, Optional<String> type, long available, long files, long bytes, String state) {
        static ShareJson of(RseShare share) {
            return new ShareJson(
                    share.rse(), share.type(), share.available(), share.files(), share.bytes(), word(share.state()));
        }
    }

    record AskedStates(@Nullable List<String> dids) {
        List<String> all() {
            return dids == null ? List.of() : dids;
        }
    }

    record OnStorageJson(List<AvailableJson> rows) {}

    record AvailableJson(String did, String availability) {}
}
