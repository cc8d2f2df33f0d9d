package org.lakeside.rucio.client;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import okhttp3.HttpUrl;

/// One Rucio as the calls see it: where it is, and which way of writing DIDs into paths it understands.
final class Server {
    /// More in one call is a mistake to Rucio.
    static final int CHUNK = 1000;

    private static final Json<DidJson> DID = Json.of(DidJson.class);

    private final HttpUrl url;
    private final Calls calls;
    private volatile DidPath path = DidPath.ENCODED;

    Server(HttpUrl url, Calls calls) {
        this.url = url;
        this.calls = calls;
    }

    Calls calls() {
        return calls;
    }

    Asking asking(TokenSource tokens, String doing) {
        return new Asking(calls, tokens, doing);
    }

    /// For what needs no login.
    Asking asking(String doing) {
        return new Asking(calls, doing);
    }

    HttpUrl at(String... segments) {
        HttpUrl.Builder at = url.newBuilder();
        for (String segment : segments) {
            at.addEncodedPathSegment(Percent.encode(segment, ""));
        }
        return at.build();
    }

    /// Asks about a DID, in the way of writing its path that this server has been found to understand.
    ///
    /// @param group what the path begins with
    /// @param what its last word, so that a name such as `x/files` is not taken for the files of `x`
    <T> T about(String group, Did did, String what, Function<HttpUrl, T> ask) {
        DidPath usual = path;
        try {
            return ask.apply(usual.url(url, group, did, what));
        } catch (RucioException e) {
            Optional<DidPath> other = usual.insteadAfter(e, did);
            if (other.isEmpty()) {
                throw e;
            }
            T found = ask.apply(other.get().url(url, group, did, what));
            path = other.get();
            return found;
        }
    }

    /// The rows about a DID.
    <T> RowStream<T> rows(Asking asking, String group, Did did, String what, Lines.Row<T> row) {
        return asking.rows(() -> about(group, did, what, url -> asking.lines(url, row)));
    }

    /// The rows about a DID from a call that has none, instead of a refusal, for a DID that it does not know: so it
    /// is when the server has misread the name, too. When there are none, it is made sure that it has not.
    <T> RowStream<T> rowsOrNone(Asking asking, String group, Did did, String what, Lines.Row<T> row) {
        return rowsOrNone(asking, did, () -> about(group, did, what, url -> asking.lines(url, row)));
    }

    /// @param ask the call
    <T> RowStream<T> rowsOrNone(Asking asking, Did did, Supplier<Lines<T>> ask) {
        return asking.rows(() -> {
            DidPath before = path;
            Lines<T> lines = ask.get();
            if (!lines.isEmpty() || DidPath.isPlain(did)) {
                return lines;
            }
            lines.close();
            findPath(asking, did);
            return path == before ? Part.of(List.of()) : ask.get();
        });
    }

    private void findPath(Asking asking, Did did) {
        try {
            about(
                    "dids",
                    did,
                    "status",
                    url -> asking.get(url, answer -> OneValue.read(asking.doing(), answer, DID, DidJson::did)));
        } catch (RucioException e) {
            if (!e.exceptionClass().equals("DataIdentifierNotFound")) {
                throw e;
            }
        }
    }

    static <T> List<List<T>> chunks(Collection<T> all, int size) {
        List<T> list = List.copyOf(all);
        List<List<T>> chunks = new ArrayList<>();
        for (int from = 0; from < list.size(); from += size) {
            chunks.add(list.subList(from, Math.min(from + size, list.size())));
        }
        return chunks;
    }

    static String shown(Did did) {
        return Plain.text(did.toString(), 300);
    }

    static String shown(String name) {
        return Plain.text(name, 80);
    }

    /// For messages: the one, or how many.
    static String shown(List<Did> dids) {
        return dids.size() == 1 ? shown(dids.getFirst()) : "%d DIDs".formatted(dids.size());
    }
}
