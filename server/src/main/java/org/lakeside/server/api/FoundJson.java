package org.lakeside.server.api;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.lakeside.server.lake.identity.Found;
import org.lakeside.server.lake.identity.KeyPlace;
import org.lakeside.server.lake.identity.TokenFile;

/// Something that lies there and could be used to log in.
///
/// @param login what to send for that
record FoundJson(
        String kind,
        String from,
        Optional<String> identity,
        Optional<Instant> until,
        Optional<Map<String, Object>> problem,
        Map<String, String> login) {
    static FoundJson of(Found found) {
        return new FoundJson(
                found.kind().word(),
                found.from(),
                found.identity(),
                found.until().map(Json::time),
                found.problem().map(ProblemJson::of),
                login(found));
    }

    /// Which of the tokens that lie about it is.
    static String source(Found found) {
        return found.kind() == Found.Kind.HUB ? "hub" : "environment";
    }

    private static Map<String, String> login(Found found) {
        Map<String, String> body = new LinkedHashMap<>();
        switch (found.place()) {
            case Found.Place.OfToken(TokenFile(Path file)) -> {
                body.put("kind", "oidc");
                body.put("file", file.toString());
            }
            case Found.Place.OfToken _ -> {
                body.put("kind", "oidc");
                body.put("from", source(found));
            }
            case Found.Place.OfProxy(Path file) -> {
                body.put("kind", "proxy");
                body.put("file", file.toString());
            }
            case Found.Place.OfKey(KeyPlace.Files(Path certificate, Optional<Path> key)) -> {
                body.put("kind", "x509");
                body.put("file", certificate.toString());
                key.ifPresent(path -> body.put("key", path.toString()));
            }
            case Found.Place.OfKey _ -> body.put("kind", "x509");
        }
        return body;
    }
}
