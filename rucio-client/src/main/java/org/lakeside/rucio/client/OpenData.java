package org.lakeside.rucio.client;

import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import org.lakeside.rucio.client.RucioException.Kind;

/// What everybody may read, without a login: `/opendata/public` (`opendata_public.py` and `core/opendata.py` of
/// 41.5.1; servers before 38 do not have it, which is `NOT_RUCIO`).
public final class OpenData {
    private static final String GROUP = "opendata/public/dids";
    private static final int PAGE = 1000;
    private static final Json<OpenJson> DID = Json.of(OpenJson.class);
    private static final Json<OpenJson.PageJson> DIDS = Json.of(OpenJson.PageJson.class);

    private final Server server;

    OpenData(Server server) {
        this.server = server;
    }

    /// Some of the public DIDs, those that were changed last at the end.
    ///
    /// @param from how many to leave out at the beginning
    /// @param limit the most wanted
    public OpenDids dids(long from, int limit) {
        return dids(server.asking("listing public DIDs"), from, limit);
    }

    private OpenDids dids(Asking asking, long from, int limit) {
        HttpUrl url = server.at("opendata", "public", "dids")
                .newBuilder()
                .addQueryParameter("limit", Integer.toString(limit))
                .addQueryParameter("offset", Long.toString(from))
                .build();
        return asking.value(url, DIDS, OpenJson.PageJson::page);
    }

    /// All public DIDs, each once. One that is changed while they are read may be left out.
    public RowStream<OpenDid> all() {
        Asking asking = server.asking("listing public DIDs");
        Set<Did> seen = new HashSet<>();
        return asking.rows(new Pages(asking), row -> seen.add(row.did()), Long.MAX_VALUE);
    }

    /// What is published about one.
    ///
    /// A name with a slash can be asked for only where the web server leaves `%2F` alone.
    ///
    /// @throws RucioException of kind `NOT_FOUND` when it is not public
    public OpenRecord record(Did did) {
        return one(
                server.asking("asking what is published about " + Server.shown(did)), did, "meta", OpenJson::published);
    }

    /// The files of one, with their addresses. Rucio looks for each file's replicas before it says a word, and
    /// remembers the answer for a while.
    ///
    /// @throws RucioException of kind `NOT_FOUND` when it is not public
    public List<OpenFile> files(Did did) {
        return one(server.asking("listing the files of public " + Server.shown(did)), did, "files", OpenJson::content);
    }

    private <T> T one(Asking asking, Did did, String part, OneValue.Meaning<OpenJson, T> meaning) {
        try {
            return server.about(
                    GROUP,
                    did,
                    "",
                    url -> asking.value(
                            url.newBuilder().addQueryParameter(part, "1").build(), DID, meaning));
        } catch (RucioException e) {
            if (e.status() == 404 && e.kind() == Kind.NOT_RUCIO && did.name().contains("/")) {
                throw new RucioException(
                        Kind.NOT_FOUND,
                        asking.doing() + ": this Rucio cannot be asked for public names with slashes",
                        e);
            }
            throw e;
        }
    }

    private final class Pages implements Iterator<Supplier<Part<OpenDid>>> {
        private final Asking asking;
        private long from;
        private boolean ended;

        Pages(Asking asking) {
            this.asking = asking;
        }

        @Override
        public boolean hasNext() {
            return !ended;
        }

        @Override
        public Supplier<Part<OpenDid>> next() {
            if (ended) {
                throw new NoSuchElementException();
            }
            return this::page;
        }

        private Part<OpenDid> page() {
            OpenDids page = dids(asking, from, PAGE);
            from += page.rows().size();
            ended = page.rows().isEmpty() || from >= page.total();
            return Part.of(page.rows());
        }
    }
}
