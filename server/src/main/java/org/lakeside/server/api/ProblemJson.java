package org.lakeside.server.api;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;
import org.lakeside.server.lake.identity.Secrets;

/// A [Problem] on the wire, RFC 9457: `type` is stable, the words are for people.
final class ProblemJson {
    static final String CONTENT_TYPE = "application/problem+json";

    private ProblemJson() {}

    static Map<String, Object> of(Problem problem) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", type(problem.kind()));
        json.put("title", problem.kind().title());
        json.put("status", status(problem.kind()));
        json.put("detail", Secrets.masked(problem.detail()));
        json.put("remedy", Secrets.masked(problem.remedy()));
        json.putAll(problem.more());
        return json;
    }

    static String type(Kind kind) {
        return "/problems/" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static int status(Kind kind) {
        return switch (kind) {
            case BAD_REQUEST, BAD_DID, BAD_SEARCH -> 400;
            case NOT_LOGGED_IN, LOGIN_EXPIRED, WRONG_CREDENTIALS, CREDENTIAL_MISSING -> 401;
            case NOT_PERMITTED, HEADER_MISSING, CROSS_SITE -> 403;
            case DID_NOT_FOUND, NO_SUCH_INSTANCE, NO_SUCH_DOWNLOAD, NOT_FOUND -> 404;
            case CHOOSE_ACCOUNT, NO_REPLICA, UNVERIFIED, CONTENT_CHANGED, PASSPHRASE_NEEDED -> 409;
            case CREDENTIAL_UNUSABLE -> 422;
            case UNFORESEEN -> 500;
            case RUCIO_NOT_RUCIO, STORAGE_FAILED, CHECKSUM_MISMATCH -> 502;
            case RUCIO_UNAVAILABLE, INSTANCE_SILENT, ISSUER_UNAVAILABLE, MISCONFIGURED, OWNER_UNAVAILABLE, GIVEN_UP ->
                503;
            case NO_ROOM -> 507;
        };
    }
}
