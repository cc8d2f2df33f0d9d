package org.lakeside.rucio.client;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import okhttp3.HttpUrl;

/// How a DID is written into a path, which depends on the web server in front of Rucio.
///
/// Every path ends in a word of Rucio's own (`status`, `dids`, `files`), so that a name such as `x/files` is not
/// taken for the files of `x`.
enum DidPath {
    /// Slashes encoded, everything encoded once. Right for servers that decode all, and for most names on the others.
    ENCODED,
    /// Apache with `AllowEncodedSlashes NoDecode`, of which Rucio was not told: it wants slashes as they are.
    RAW_SLASHES,
    /// The same, and Rucio was told: it decodes a second time, as forms do, so `%` and `+` want encoding twice.
    TWICE;

    /// `/GROUP/SCOPE/NAME/LAST`
    HttpUrl url(HttpUrl server, String group, Did did, String last) {
        // As one text: added one by one, an empty segment, as between two slashes, would be swallowed.
        String base = server.encodedPath();
        String path = (base.endsWith("/") ? base : base + "/") + group + "/" + String.join("/", segments(did));
        return server.newBuilder()
                .encodedPath(last.isEmpty() ? path : path + "/" + last)
                .build();
    }

    private List<String> segments(Did did) {
        String scope = Percent.encode(did.scope(), "");
        if (isDots(did.name())) {
            // As a segment of its own it would be taken for a step in the tree, encoded or not.
            return this == TWICE
                    ? List.of(scope, did.name().replace(".", "%252E"))
                    : List.of(scope + "%2F" + did.name());
        }
        return switch (this) {
            case ENCODED -> List.of(scope, Percent.encode(did.name(), ""));
            case RAW_SLASHES ->
                Stream.of((did.scope() + "/" + did.name()).split("/", -1))
                        .map(part -> Percent.encode(part, ""))
                        .toList();
            case TWICE ->
                List.of(
                        scope,
                        Percent.encode(did.name(), "").replace("%25", "%2525").replace("%2B", "%252B"));
        };
    }

    /// Whether every server reads it in the same way.
    static boolean isPlain(Did did) {
        return !isDots(did.name()) && did.name().chars().noneMatch(c -> "/%+".indexOf(c) >= 0);
    }

    private static boolean isDots(String name) {
        return name.equals(".") || name.equals("..");
    }

    /// Which way to try instead, when Rucio says that it does not know the DID, but names another one than was meant.
    Optional<DidPath> insteadAfter(RucioException refusal, Did did) {
        String said = refusal.said();
        boolean understood = said.contains("'" + did + "'");
        if (understood || isPlain(did)) {
            return Optional.empty();
        }
        return switch (refusal.exceptionClass()) {
            case "DataIdentifierNotFound", "OpenDataDataIdentifierNotFound" -> {
                boolean slashKept = did.name().contains("/") && said.contains("%2F");
                yield Optional.of(this != ENCODED ? ENCODED : slashKept ? RAW_SLASHES : TWICE);
            }
            // "Could not parse 's/a/b' ... with encoded '/'"
            case "ValueError" -> Optional.of(this != ENCODED ? ENCODED : TWICE);
            default -> Optional.empty();
        };
    }
}
