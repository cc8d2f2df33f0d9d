package org.lakeside.server.owner;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CancellationException;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;
import org.lakeside.server.unix.NobodyThereException;
import org.lakeside.server.unix.UnixHttp;

/// Hands a request to the owner's socket, and its answer back as it comes. Adds nothing but a mark, so that two
/// services never hand one request to and fro.
public final class OwnerSocket {
    static final String MARK = "X-Lakeside-Relayed";
    /// Longer than the longest call to Rucio with its waits; event streams give a sign every ten seconds.
    private static final Duration SILENCE = Duration.ofSeconds(90);
    /// What belongs to one connection and not to the message.
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "content-length", "expect");

    /// Of these, asking twice does no harm, and they have no body.
    private static final Set<String> REPEATABLE = Set.of("GET", "HEAD");

    private final OkHttpClient owner;
    private final long pid;

    public OwnerSocket(Path socket, long pid) {
        this.owner = UnixHttp.client(socket, SILENCE);
        this.pid = pid;
    }

    /// Relays one request.
    ///
    /// @param answerBegins called before the first byte of the answer goes out
    /// @throws NobodyThereException when there is no owner: nothing was sent
    /// @throws OwnerGoneException when it ended or fell silent over a request that may be asked again
    public void relay(Context context, Runnable answerBegins) throws IOException {
        if (context.header(MARK) != null) throw ended();
        try (var answer = send(context)) {
            answerBegins.run();
            pass(answer, context.res());
        }
    }

    private Response send(Context context) throws IOException {
        var call = owner.newCall(request(context));
        try {
            return call.execute();
        } catch (NobodyThereException e) {
            throw e;
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) throw new CancellationException("nobody waits for the owner");
            if (REPEATABLE.contains(call.request().method())) throw new OwnerGoneException(e);
            throw new LakeException(ended().problem(), e);
        }
    }

    private static Request request(Context context) {
        var request = context.req();
        var query = request.getQueryString();
        var target = request.getRequestURI() + (query == null ? "" : "?" + query);
        return new Request.Builder()
                .url("http://localhost" + target)
                .headers(headers(request))
                .method(request.getMethod(), body(context))
                .build();
    }

    /// Null, as OkHttp wants it, where there can be none.
    private static @Nullable RequestBody body(Context context) {
        return REPEATABLE.contains(context.req().getMethod()) ? null : RequestBody.create(context.bodyAsBytes());
    }

    private LakeException ended() {
        return new LakeException(new Problem(
                Kind.OWNER_UNAVAILABLE,
                "Another Lakeside service of yours on this machine (process %d) keeps the downloads, and it ended or fell silent."
                        .formatted(pid),
                "Try again: this one takes over when the other is gone."));
    }

    private static Headers headers(HttpServletRequest request) {
        var headers = new Headers.Builder();
        for (var name : Collections.list(request.getHeaderNames())) {
            if (HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) continue;
            for (var value : Collections.list(request.getHeaders(name))) headers.addUnsafeNonAscii(name, value);
        }
        if (headers.get("Accept-Encoding") == null) headers.add("Accept-Encoding", "identity"); // not OkHttp's own
        return headers.add(MARK, "1").build();
    }

    private static void pass(Response answer, HttpServletResponse response) throws IOException {
        response.setStatus(answer.code());
        for (var header : answer.headers()) {
            var name = header.getFirst();
            if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT)) && !name.equalsIgnoreCase("Date"))
                response.setHeader(name, header.getSecond());
        }
        var body = answer.body().byteStream();
        var out = response.getOutputStream();
        var buffer = new byte[16 << 10];
        for (int got = body.read(buffer); got >= 0; got = body.read(buffer)) {
            out.write(buffer, 0, got);
            out.flush(); // a line of events must not wait for the next
        }
    }
}
