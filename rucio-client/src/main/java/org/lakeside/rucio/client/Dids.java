package org.lakeside.rucio.client;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import org.lakeside.rucio.client.RucioException.Kind;
import tools.jackson.databind.JsonNode;

/// What the catalogue holds: `/dids`.
///
/// Lists are read as they come; close them. A DID that is not there is a [RucioException] of kind `NOT_FOUND`,
/// unless said otherwise.
public final class Dids {
    private static final Json<DidJson> DID = Json.of(DidJson.class);
    private static final Json<JsonNode> OBJECT = Json.of(JsonNode.class);

    private final Server server;
    private final BulkMetadata bulk;
    private final DidChanges changes;

    Dids(Server server) {
        this.server = server;
        this.bulk = new BulkMetadata(server);
        this.changes = new DidChanges(server);
    }

    /// DIDs of one scope by the pattern of their names and by metadata. A scope that does not exist gives no rows;
    /// rows come in no order.
    public RowStream<FoundDid> search(TokenSource tokens, SearchQuery query) {
        Asking asking =
                server.asking(tokens, "searching for " + Plain.text(query.scope() + ":" + query.namePattern(), 200));
        boolean limited = query.limit() != SearchQuery.UNLIMITED;
        HttpUrl.Builder at = server.at("dids", query.scope(), "dids", "search")
                .newBuilder()
                .addQueryParameter("type", query.type().inQuery())
                .addQueryParameter("long", "true")
                .addQueryParameter("filters", query.filters().inPython(query.namePattern()));
        if (limited && query.typeIsHeeded()) {
            at.addQueryParameter("limit", Integer.toString(query.limit()));
        }
        Supplier<Part<FoundDid>> rows = () -> new TypedRows(
                asking.lines(at.build(), line -> SearchRow.of(DID.read(line))), asking, bulk, query.type());
        return asking.rows(List.of(rows).iterator(), _ -> true, limited ? query.limit() : Long.MAX_VALUE);
    }

    /// One DID, with the sizes of open collections as they are now.
    public DidInfo did(TokenSource tokens, Did did) {
        Asking asking = server.asking(tokens, "looking up " + Server.shown(did));
        DidInfo info = server.about("dids", did, "status", url -> asking.value(url, DID, DidJson::info));
        if (info.bytes().isPresent() && info.files().isPresent()) {
            return info;
        }
        try {
            return server.about("dids", did, "status", url -> asking.value(addedUp(url), DID, DidJson::info));
        } catch (RucioException e) {
            // Adding up a large open collection can take Rucio longer than we wait; the rest is worth having.
            if (e.kind() == Kind.UNAVAILABLE) {
                return info;
            }
            throw e;
        }
    }

    private static HttpUrl addedUp(HttpUrl url) {
        return url.newBuilder().addQueryParameter("dynamic_depth", "FILE").build();
    }

    /// What lies directly in a collection. Nothing for an empty one, and for a file.
    public RowStream<Child> content(TokenSource tokens, Did did) {
        return rows(server.asking(tokens, "looking into " + Server.shown(did)), did, "dids", DidJson::child);
    }

    /// All files that a DID leads to; for a file, itself.
    public RowStream<FileInDid> files(TokenSource tokens, Did did) {
        return rows(server.asking(tokens, "listing the files of " + Server.shown(did)), did, "files", DidJson::file);
    }

    /// The collections that a DID lies directly in; none for a DID that does not exist.
    public RowStream<Parent> parents(TokenSource tokens, Did did) {
        Asking asking = server.asking(tokens, "listing the parents of " + Server.shown(did));
        return server.rowsOrNone(
                asking, "dids", did, "parents", line -> DID.read(line).parent());
    }

    private <T> RowStream<T> rows(Asking asking, Did did, String what, Function<DidJson, T> meaning) {
        return server.rows(asking, "dids", did, what, line -> meaning.apply(DID.read(line)));
    }

    /// The rules that were made for a DID itself; [#rulesOverParents] has the others that protect a file.
    public RowStream<Rule> rules(TokenSource tokens, Did did) {
        Asking asking = server.asking(tokens, "listing the rules of " + Server.shown(did));
        return server.rows(asking, "dids", did, "rules", RuleJson::row);
    }

    /// All rules that protect a file, whichever of its parents they were made for. None for collections.
    public RowStream<Rule> rulesOverParents(TokenSource tokens, Did file) {
        Asking asking = server.asking(tokens, "listing the rules that protect " + Server.shown(file));
        return server.rows(asking, "dids", file, "associated_rules", RuleJson::row);
    }

    /// All that is known of a DID: the catalogue's columns, and the community's own keys where the server keeps any.
    public Metadata metadata(TokenSource tokens, Did did) {
        return bulk.one(tokens, did);
    }

    /// The catalogue's columns for any number of DIDs, in no order. What does not exist is left out; compare.
    public RowStream<Metadata> metadata(TokenSource tokens, List<Did> dids) {
        return bulk.many(tokens, dids);
    }

    /// To make, fill and close collections.
    public DidChanges changes() {
        return changes;
    }

    static Metadata metadata(byte[] line) {
        return MetadataJson.row(OBJECT.read(line));
    }
}
