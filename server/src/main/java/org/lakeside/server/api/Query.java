package org.lakeside.server.api;

import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.SearchType;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;

/// What stands in a request's query, as types; or a refusal that says what was wrong with it. Keys nobody asks for are
/// ignored: JupyterLab adds one to every request.
final class Query {
    private Query() {}

    static Did did(Context context) {
        return did(text(context, "did").orElseThrow(() -> missing("did")));
    }

    static Did did(String text) {
        return Did.parse(text.strip())
                .orElseThrow(() -> new LakeException(new Problem(
                        Kind.BAD_DID,
                        "'%s' is not a DID: it is written scope:name, and a scope holds no /.".formatted(text),
                        "Write the scope, a colon, and the name.")));
    }

    static List<Did> dids(Context context) {
        return context.queryParams("did").stream().map(Query::did).distinct().toList();
    }

    static Optional<String> text(Context context, String key) {
        return Optional.ofNullable(context.queryParam(key));
    }

    static String required(Context context, String key) {
        return text(context, key).orElseThrow(() -> missing(key));
    }

    static int limit(Context context, int fallback, int most) {
        return text(context, "limit")
                .map(text -> {
                    try {
                        int limit = Integer.parseInt(text);
                        if (limit >= 1 && limit <= most) return limit;
                    } catch (NumberFormatException e) {
                        // said below
                    }
                    throw bad("limit is '%s', not a number from 1 to %d.".formatted(text, most));
                })
                .orElse(fallback);
    }

    static boolean flag(Context context, String key) {
        return text(context, key).filter("true"::equals).isPresent();
    }

    static SearchType type(Context context) {
        var text = text(context, "type").orElse("all");
        for (var type : SearchType.values())
            if (type.name().toLowerCase(Locale.ROOT).equals(text)) return type;
        throw bad("type is '%s', not one of all, collection, dataset, container, file.".formatted(text));
    }

    static LakeException bad(String what) {
        return new LakeException(new Problem(Kind.BAD_REQUEST, what, "See the API's description, openapi.yaml."));
    }

    private static LakeException missing(String key) {
        return bad("This request needs '%s' in its query.".formatted(key));
    }
}
