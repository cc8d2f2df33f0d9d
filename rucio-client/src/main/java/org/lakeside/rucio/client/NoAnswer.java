package org.lakeside.rucio.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import org.lakeside.rucio.client.RucioException.Kind;

/// What goes wrong with the connection: nobody there, silence, an answer that breaks off, a certificate nobody
/// trusts.
final class NoAnswer {
    private NoAnswer() {}

    static RucioException cut(String doing, IOException cause) {
        String what = isTimeout(cause) ? "Rucio fell silent in the middle of its answer" : "Rucio's answer broke off";
        return new RucioException(Kind.CUT, doing + ": " + what, cause);
    }

    static RucioException of(String doing, HttpUrl url, IOException e) {
        String host = Refusals.host(url);
        return switch (e) {
            case ProtocolException _ ->
                new RucioException(
                        Kind.NOT_RUCIO, "%s: %s does not speak HTTP as Rucio does".formatted(doing, host), e);
            case SSLHandshakeException _, SSLPeerUnverifiedException _ ->
                new RucioException(
                        Kind.UNAVAILABLE,
                        "%s: the certificate of %s is not trusted (%s); if it should be, add the file of its CA"
                                .formatted(doing, host, reason(e)),
                        e);
            case SSLException _ ->
                new RucioException(Kind.UNAVAILABLE, "%s: no TLS with %s (%s)".formatted(doing, host, reason(e)), e);
            case UnknownHostException _ ->
                new RucioException(
                        Kind.UNAVAILABLE, "%s: there is no host %s, or no network".formatted(doing, url.host()), e);
            default ->
                new RucioException(
                        Kind.UNAVAILABLE, "%s: Rucio at %s does not answer (%s)".formatted(doing, host, reason(e)), e);
        };
    }

    static boolean isTimeout(@Nullable Throwable e) {
        return e instanceof InterruptedIOException;
    }

    /// Whether the other side was there but did not do TLS the way we insist on: trying again will not help.
    static boolean isAboutTrust(@Nullable Throwable e) {
        return e instanceof SSLException;
    }

    private static String reason(IOException e) {
        if (isTimeout(e)) {
            return "timed out";
        }
        if (e.getCause() instanceof EOFException) {
            return "closed the connection";
        }
        Throwable deepest = e;
        while (deepest.getCause() != null && deepest instanceof SSLException) {
            deepest = deepest.getCause();
        }
        String message = deepest.getMessage();
        return message == null ? deepest.getClass().getSimpleName() : Plain.text(message, 200);
    }
}
