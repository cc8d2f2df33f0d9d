package org.lakeside.server.movers.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.lakeside.auth.x509.tls.Refusals;
import org.lakeside.server.lake.identity.StorageCredential;
import org.lakeside.server.lake.transfer.MoveFailure;
import org.lakeside.server.lake.transfer.MoveFailure.Kind;
import org.lakeside.server.lake.transfer.Piece;
import org.lakeside.server.lake.transfer.Source;
import org.lakeside.server.lake.transfer.Stop;

/// One question to a storage and its answer, redirects followed: storages send readers on to the machine that has the
/// file. Never from a protected address to an open one.
final class Exchange {
    private static final int MOST_REDIRECTS = 5;
    private static final Map<String, String> HTTP_NAMES = Map.of("dav", "http", "davs", "https");

    private final Clients clients;
    private final StorageCredential shown;
    private final Source source;
    private final Piece piece;
    private final Stop stop;
    private volatile @Nullable Call call;

    Exchange(Clients clients, StorageCredential shown, Source source, Piece piece, Stop stop) {
        this.clients = clients;
        this.shown = shown;
        this.source = source;
        this.piece = piece;
        this.stop = stop;
    }

    void cancel() {
        Call current = call;
        if (current != null) current.cancel();
    }

    /// The answer that carries the bytes of the piece. The caller closes it.
    Response answer() throws MoveFailure {
        HttpUrl url = url(source.uri());
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            Response answer = ask(url);
            try {
                if (!isRedirect(answer)) {
                    requireLetIn(url, answer);
                    AnswerCheck.require(answer, piece);
                    return answer;
                }
                url = next(url, answer);
            } catch (MoveFailure | RuntimeException e) {
                answer.close();
                throw e;
            }
            answer.close();
        }
        throw new MoveFailure(Kind.WRONG, "redirects in circles");
    }

    private Response ask(HttpUrl url) throws MoveFailure {
        var request = new Request.Builder()
                .url(url)
                .header("Range", "bytes=%d-%d".formatted(piece.from(), piece.to() - 1))
                .header("Accept-Encoding", "identity")
                .header("User-Agent", "lakeside");
        if (shown instanceof StorageCredential.Token(var token) && isShownAt(url))
            request.header("Authorization", "Bearer " + token.value());
        Call next = (isShownAt(url) ? clients.of(shown) : clients.nobody()).newCall(request.build());
        call = next;
        if (stop.stopped()) throw new MoveFailure(Kind.CUT, "was stopped");
        try {
            return next.execute();
        } catch (IOException e) {
            throw new MoveFailure(Kind.DOWN, sayWhy(url, e), e);
        }
    }

    /// A token opens doors for whoever has it: it stays where it was meant for. A proxy cannot be used by those who
    /// see it, but what is asked with it is asked in the person's name: it is shown on to machines of the same
    /// organisation, as those behind an XRootD redirector want it, and to no others. A storage that sends readers
    /// elsewhere puts what is needed there into the address.
    private boolean isShownAt(HttpUrl url) throws MoveFailure {
        var first = url(source.uri());
        return switch (shown) {
            case StorageCredential.Nothing _ -> false;
            case StorageCredential.Token _ ->
                url.isHttps() && url.host().equals(first.host()) && url.port() == first.port();
            case StorageCredential.Proxy _ -> url.isHttps() && isOfSameOrganisation(url, first);
        };
    }

    private static boolean isOfSameOrganisation(HttpUrl one, HttpUrl other) {
        if (one.host().equals(other.host())) return true;
        String organisation = one.topPrivateDomain();
        return organisation != null && organisation.equals(other.topPrivateDomain());
    }

    private void requireLetIn(HttpUrl url, Response answer) throws MoveFailure {
        boolean asks = answer.code() == 401 || answer.code() == 403;
        if (asks && !(shown instanceof StorageCredential.Nothing) && !isShownAt(url))
            throw new MoveFailure(
                    Kind.REFUSED,
                    "sends readers on to %s, which was not shown who you are, and which answered %s"
                            .formatted(url.host(), Words.ofStatus(answer.code())));
    }

    private String sayWhy(HttpUrl url, IOException e) throws MoveFailure {
        if (shown instanceof StorageCredential.Proxy(var _, var identity) && isShownAt(url)) {
            var why = Refusals.explain(identity, url.host(), url.port(), e);
            if (why.isPresent())
                return "did not take the connection: " + why.get().sentence();
        }
        return switch (e) {
            case UnknownHostException _ -> "has an unknown host name";
            case ConnectException _ -> "refuses connections";
            case SocketTimeoutException _ -> "did not answer in time";
            case SSLException _ -> "cannot be trusted (TLS: %s)".formatted(e.getMessage());
            default -> "broke off before it answered";
        };
    }

    private static boolean isRedirect(Response answer) {
        return switch (answer.code()) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    private static HttpUrl next(HttpUrl from, Response answer) throws MoveFailure {
        String location = answer.header("Location", "");
        HttpUrl to = location.isEmpty() ? null : from.resolve(location);
        if (to == null) throw new MoveFailure(Kind.WRONG, "redirects to nowhere");
        if (from.isHttps() && !to.isHttps())
            throw new MoveFailure(Kind.WRONG, "redirects from https to http, where anybody could change the file");
        return to;
    }

    private static HttpUrl url(URI uri) throws MoveFailure {
        String text = uri.toString();
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        String rest = text.substring(scheme.length());
        HttpUrl url = HttpUrl.parse(HTTP_NAMES.getOrDefault(scheme, scheme) + rest);
        if (url == null) throw new MoveFailure(Kind.WRONG, "has an address that is none");
        return url;
    }
}
