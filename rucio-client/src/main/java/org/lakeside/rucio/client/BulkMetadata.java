package org.lakeside.rucio.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import org.lakeside.rucio.client.RucioException.Kind;
import tools.jackson.databind.JsonNode;

/// `/dids/…/meta` and `POST /dids/bulkmeta`.
///
/// The latter holds names against the server's schema, and refuses all of a request for one name that does not fit,
/// although such names are in catalogues (41.5.1). Then the halves are asked for, down to the names that do not fit,
/// which the other call has nothing against.
final class BulkMetadata {
    private static final Json<JsonNode> OBJECT = Json.of(JsonNode.class);
    private static final String COLUMNS = "DID_COLUMN";
    private static final String ALL = "ALL";

    private final Server server;
    private volatile boolean onlyColumns;

    BulkMetadata(Server server) {
        this.server = server;
    }

    Metadata one(TokenSource tokens, Did did) {
        Asking asking = server.asking(tokens, "asking for the metadata of " + Server.shown(did));
        if (onlyColumns) {
            return one(asking, did, COLUMNS);
        }
        try {
            return one(asking, did, ALL);
        } catch (RucioException e) {
            // A server whose database cannot hold JSON says 500 without a word (41.5.1 on SQLite).
            if (!e.exceptionClass().equals("UnsupportedMetadataPlugin")
                    && !(e.status() == 500 && e.exceptionClass().isEmpty())) {
                throw e;
            }
        }
        Metadata columns = one(asking, did, COLUMNS);
        onlyColumns = true;
        return columns;
    }

    private Metadata one(Asking asking, Did did, String plugin) {
        return server.about(
                "dids", did, "meta", url -> asking.value(of(url, plugin), OBJECT, json -> MetadataJson.of(did, json)));
    }

    private static HttpUrl of(HttpUrl url, String plugin) {
        return url.newBuilder().addQueryParameter("plugin", plugin).build();
    }

    RowStream<Metadata> many(TokenSource tokens, List<Did> dids) {
        Asking asking = server.asking(tokens, "asking for the metadata of " + Server.shown(dids));
        return asking.rows(parts(asking, dids), _ -> true, Long.MAX_VALUE);
    }

    Iterator<Supplier<Part<Metadata>>> parts(Asking asking, List<Did> dids) {
        return new Chunks(asking, dids);
    }

    /// Rucio quotes the name in a header of its refusal; where that is not ASCII the web server cannot send it, and
    /// says 500 instead, without Rucio's words.
    private static boolean isAboutAName(RucioException e, List<Did> chunk) {
        boolean unsayable = chunk.stream().anyMatch(did -> did.name().chars().anyMatch(c -> c > 0x7e));
        return e.exceptionClass().equals("InvalidObject")
                || (unsayable && e.status() == 500 && e.exceptionClass().isEmpty());
    }

    private final class Chunks implements Iterator<Supplier<Part<Metadata>>> {
        private final Asking asking;
        private final Deque<List<Did>> left;

        Chunks(Asking asking, List<Did> dids) {
            this.asking = asking;
            this.left = new ArrayDeque<>(Server.chunks(dids, Server.CHUNK));
        }

        @Override
        public boolean hasNext() {
            return !left.isEmpty();
        }

        @Override
        public Supplier<Part<Metadata>> next() {
            List<Did> chunk = left.remove();
            return () -> part(chunk);
        }

        private Part<Metadata> part(List<Did> chunk) {
            try {
                return asking.lines(server.at("dids", "bulkmeta"), DidsJson.of(chunk), Dids::metadata);
            } catch (RucioException e) {
                if (!isAboutAName(e, chunk)) {
                    throw e;
                }
            }
            if (chunk.size() == 1) {
                return Part.of(find(chunk.getFirst()).stream().toList());
            }
            int half = chunk.size() / 2;
            left.addFirst(chunk.subList(half, chunk.size()));
            left.addFirst(chunk.subList(0, half));
            return Part.of(List.of());
        }

        private Optional<Metadata> find(Did did) {
            try {
                return Optional.of(one(asking, did, COLUMNS));
            } catch (RucioException e) {
                if (e.kind() != Kind.NOT_FOUND) {
                    throw e;
                }
                return Optional.empty();
            }
        }
    }
}
