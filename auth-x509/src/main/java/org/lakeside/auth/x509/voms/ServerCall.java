package org.lakeside.auth.x509.voms;

import static org.lakeside.auth.x509.X509Exception.Kind.GARBAGE;
import static org.lakeside.auth.x509.X509Exception.Kind.TIMEOUT;
import static org.lakeside.auth.x509.X509Exception.Kind.UNREACHABLE;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.OkHttpClient;
import org.lakeside.auth.x509.Finding;
import org.lakeside.auth.x509.X509Exception;
import org.lakeside.auth.x509.tls.Refusals;

/// One server asked once: over HTTP, or as it was done before if it does not speak that. Remembers who does not.
final class ServerCall {
    private final HttpProtocol http;
    private final SocketProtocol socket;
    private final Set<VomsServer> withoutHttp = ConcurrentHashMap.newKeySet();
    private final Duration limit;

    ServerCall(OkHttpClient base, Duration limit) {
        this.limit = limit;
        http = new HttpProtocol(base.newBuilder()
                .followRedirects(false) // to whom would we show the certificate?
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .connectTimeout(limit)
                .readTimeout(limit)
                .callTimeout(limit)
                .build());
        socket = new SocketProtocol(limit);
    }

    VomsAnswer ask(Question question, BreakOff breakOff) {
        VomsServer server = question.server();
        if (withoutHttp.contains(server)) return overSocket(question, breakOff);
        try {
            AnswerText answer = http.ask(question, breakOff);
            if (answer.isOfVoms()) return result(answer, question);
            return overSocket(question, breakOff);
        } catch (IOException e) {
            Optional<Finding> said = Refusals.said(server.toString(), e);
            if (said.isPresent() || !Refusals.isBroken(e) || isAway(e)) throw failure(server, e, said);
            return overSocket(question, breakOff);
        }
    }

    private VomsAnswer overSocket(Question question, BreakOff breakOff) {
        VomsServer server = question.server();
        try {
            AnswerText answer = socket.ask(question, breakOff);
            if (answer.isOfVoms()) withoutHttp.add(server);
            else withoutHttp.remove(server);
            return result(answer, question);
        } catch (IOException e) {
            withoutHttp.remove(server);
            throw failure(
                    server,
                    e,
                    breakOff.isDone()
                            ? Optional.empty()
                            : Refusals.explain(question.identity(), server.host(), server.port(), e));
        }
    }

    private static VomsAnswer result(AnswerText answer, Question question) {
        VomsServer server = question.server();
        byte[] der = answer.certificate().orElseThrow(() -> answer.refusal(question));
        try {
            return new VomsAnswer(AttributeCertificate.of(der), server, answer.warnings());
        } catch (X509Exception e) {
            throw new X509Exception(
                    GARBAGE,
                    "What %s sent is no attribute certificate. Tell the VO's administrators.".formatted(server),
                    e);
        }
    }

    private static boolean isAway(IOException e) {
        return e instanceof ConnectException
                || e instanceof NoRouteToHostException
                || e instanceof UnknownHostException;
    }

    /// Whoever notices it first, the caller's clock or the connection's.
    X509Exception silent(VomsServer server, Exception cause) {
        return new X509Exception(
                TIMEOUT,
                "%s has not answered within %d s. Try again later; if it stays so, tell the VO's administrators."
                        .formatted(server, limit.toSeconds()),
                cause);
    }

    private X509Exception failure(VomsServer server, IOException e, Optional<Finding> said) {
        if (said.isPresent())
            return new X509Exception(said.get().kind(), said.get().sentence(), e);
        if (e instanceof InterruptedIOException) return silent(server, e);
        if (e instanceof UnknownHostException)
            return new X509Exception(
                    UNREACHABLE,
                    "There is no host %s. Check its line in vomses, and the network.".formatted(server.host()),
                    e);
        if (isAway(e))
            return new X509Exception(
                    UNREACHABLE,
                    "Nobody answers at %s. Try again later; check its line in vomses, and the network."
                            .formatted(server),
                    e);
        return new X509Exception(
                GARBAGE,
                "The connection to %s broke off: %s. Try again; check its line in vomses."
                        .formatted(server, e.getMessage()),
                e);
    }
}
