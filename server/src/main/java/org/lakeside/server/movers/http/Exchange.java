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
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
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

    private final OkHttpClient client;
    private final Source source;
    private final Piece piece;
    private final Stop stop;
    private volatile @Nullable Call call;

    Exchange(OkHttpClient client, Source source, Piece piece, Stop stop) {
        this.client = client;
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
                .header("User-Agent", "lakeside")
                .build();
        Call next = client.newCall(request);
        call = next;
        if (stop.stopped()) throw new MoveFailure(Kind.CUT, "was stopped");
        try {
            return next.execute();
        } catch (IOException e) {
            throw new MoveFailure(Kind.DOWN, sayWhy(e), e);
        }
    }

    private String sayWhy(IOException e) {
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
