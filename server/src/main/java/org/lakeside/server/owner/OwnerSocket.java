package org.lakeside.server.owner;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;
import org.lakeside.server.unix.NobodyThereException;
import org.lakeside.server.unix.UnixAnswer;
import org.lakeside.server.unix.UnixHttp;
import org.lakeside.server.unix.UnixHttp.Header;

/// Hands a request to the owner's socket, and its answer back as it comes. Adds nothing but a mark, so that two
/// services never hand one request to and fro.
public final class OwnerSocket {
    static final String MARK = "X-Lakeside-Relayed";
    /// Longer than the longest call to Rucio with its waits; event streams give a sign every ten seconds.
    private static final Duration SILENCE = Duration.ofSeconds(90);
    /// What belongs to one connection and not to the message.
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "content-length", "expect");

    /// Of these, asking twice does no harm.
    private static final Set<String> REPEATABLE = Set.of("GET", "HEAD");

    private final UnixHttp owner;
    private final long pid;

    public OwnerSocket(Path socket, long pid) {
        this.owner = new UnixHttp(socket, SILENCE);
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

    private UnixAnswer send(Context context) throws IOException {
        var request = context.req();
        var query = request.getQueryString();
        var target = request.getRequestURI() + (query == null ? "" : "?" + query);
        try {
            return owner.send(request.getMethod(), target, headers(request), context.bodyAsBytes());
        } catch (NobodyThereException | ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            if (REPEATABLE.contains(request.getMethod())) throw new OwnerGoneException(e);
            throw new LakeException(ended().problem(), e);
        }
    }

    private LakeException ended() {
        return new LakeException(new Problem(
                Kind.OWNER_UNAVAILABLE,
                "Another Lakeside service of yours on this machine (process %d) keeps the downloads, and it ended or fell silent."
                        .formatted(pid),
                "Try again: this one takes over when the other is gone."));
    }

    private static List<Header> headers(HttpServletRequest request) {
        List<Header> headers = new ArrayList<>();
        for (var name : Collections.list(request.getHeaderNames())) {
            if (HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) continue;
            for (var value : Collections.list(request.getHeaders(name))) headers.add(new Header(name, value));
        }
        headers.add(new Header(MARK, "1"));
        return headers;
    }

    private static void pass(UnixAnswer answer, HttpServletResponse response) throws IOException {
        response.setStatus(answer.status());
        for (var header : answer.headers()) {
            if (!HOP_BY_HOP.contains(header.name().toLowerCase(Locale.ROOT))
                    && !header.name().equalsIgnoreCase("Date")) response.setHeader(header.name(), header.value());
        }
        var out = response.getOutputStream();
        var buffer = new byte[16 << 10];
        for (int got = answer.body().read(buffer); got >= 0; got = answer.body().read(buffer)) {
            out.write(buffer, 0, got);
            out.flush(); // a line of events must not wait for the next
        }
    }
}
