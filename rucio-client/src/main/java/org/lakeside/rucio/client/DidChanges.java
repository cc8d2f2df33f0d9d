package org.lakeside.rucio.client;

import java.util.List;
import java.util.Map;

/// Changes to the catalogue: `/dids`.
///
/// Whoever owns the scope may. A call that is refused because Rucio is busy is made again; one whose answer did not
/// come is not, as it may have been heard.
public final class DidChanges {
    /// What the databases behind Rucio take in one transaction.
    private static final int CHUNK = 500;

    private final Server server;

    DidChanges(Server server) {
        this.server = server;
    }

    /// Makes datasets and containers: all, or none.
    ///
    /// Names go in the body, where every server reads them alike. They are not held against the server's rules for
    /// names there: letters, digits, `._-` and `/` are fit for all of Rucio's calls (41.5.1, generic schema).
    ///
    /// @throws RucioException of kind `CONFLICT` when one exists already, `NOT_PERMITTED` in a scope that
    /// is somebody else's or does not exist
    public void create(TokenSource tokens, List<NewDid> dids) {
        List<Did> names = dids.stream().map(NewDid::did).toList();
        if (!dids.isEmpty()) {
            server.asking(tokens, "making " + Server.shown(names)).send("POST", server.at("dids"), NewDidJson.of(dids));
        }
    }

    /// Puts DIDs into a collection: files into a dataset, datasets and containers into a container. What is in it
    /// already stays, so that this can be repeated. 500 at a time, each time all or none.
    ///
    /// @throws RucioException of kind `CONFLICT` for a collection that is closed, for the wrong kind of child, and
    /// for a container that would contain itself
    public void attach(TokenSource tokens, Did parent, List<Did> children) {
        Asking asking =
                server.asking(tokens, "putting %s into %s".formatted(Server.shown(children), Server.shown(parent)));
        for (List<Did> chunk : Server.chunks(children, CHUNK)) {
            asking.send("POST", server.at("dids", "attachments"), AttachJson.of(parent, chunk));
        }
    }

    /// Takes DIDs out of a collection.
    ///
    /// @throws RucioException of kind `NOT_FOUND` when one is not in it
    public void detach(TokenSource tokens, Did parent, List<Did> children) {
        Asking asking =
                server.asking(tokens, "taking %s out of %s".formatted(Server.shown(children), Server.shown(parent)));
        for (List<Did> chunk : Server.chunks(children, CHUNK)) {
            server.about("dids", parent, "dids", url -> asking.send("DELETE", url, DidsJson.of(chunk)));
        }
    }

    /// Nothing can be added to a collection any more, and Rucio adds it up.
    ///
    /// @throws RucioException of kind `CONFLICT` when it is closed already
    public void close(TokenSource tokens, Did collection) {
        setOpen(tokens, collection, false, "closing ");
    }

    /// Content can be added again. A privilege, on most servers of administrators.
    ///
    /// @throws RucioException of kind `CONFLICT` when it is open already
    public void reopen(TokenSource tokens, Did collection) {
        setOpen(tokens, collection, true, "opening ");
    }

    private void setOpen(TokenSource tokens, Did collection, boolean open, String doing) {
        Asking asking = server.asking(tokens, doing + Server.shown(collection));
        byte[] body = Json.writer().writeValueAsBytes(Map.of("open", open));
        server.about("dids", collection, "status", url -> asking.send("PUT", url, body));
    }
}
