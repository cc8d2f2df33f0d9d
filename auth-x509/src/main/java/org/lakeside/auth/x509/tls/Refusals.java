package org.lakeside.auth.x509.tls;

import static org.lakeside.auth.x509.X509Exception.Kind.CREDENTIAL_REFUSED;
import static org.lakeside.auth.x509.X509Exception.Kind.EXPIRED;
import static org.lakeside.auth.x509.X509Exception.Kind.REVOKED;
import static org.lakeside.auth.x509.X509Exception.Kind.SERVER_NOT_TRUSTED;
import static org.lakeside.auth.x509.X509Exception.Kind.UNKNOWN_AUTHORITY;
import static org.lakeside.auth.x509.X509Exception.Kind.WRONG_HOST;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.lakeside.auth.x509.Finding;
import org.lakeside.auth.x509.X509Exception;
import org.lakeside.auth.x509.X509Exception.Kind;

/// What a failed connection means when certificates were shown.
///
/// A server that refuses a client's certificate says so in an alert, which nobody reads when the client is still
/// writing: then it looks like a broken connection (`Broken pipe`, `Connection reset`, `unexpected end of stream`).
/// [#explain] asks once more, slowly, and listens.
public final class Refusals {
    private static final Pattern ALERT = Pattern.compile("Received fatal alert: (\\w+)");
    private static final int TRIES = 3;
    private static final Duration LISTENS = Duration.ofMillis(700);

    private Refusals() {}

    /// What the exception itself says, without asking anybody; empty if it says nothing of certificates.
    public static Optional<Finding> said(String host, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof X509Exception ours)
                return Optional.of(new Finding(
                        SERVER_NOT_TRUSTED,
                        "%s is not trusted. %s".formatted(host, ours.finding().sentence())));
            if (cause instanceof SSLPeerUnverifiedException) return Optional.of(wrongHost(host));
            Optional<Finding> alert = alert(host, String.valueOf(cause.getMessage()));
            if (alert.isPresent()) return alert;
            for (Throwable suppressed : cause.getSuppressed()) {
                alert = alert(host, String.valueOf(suppressed.getMessage()));
                if (alert.isPresent()) return alert;
            }
        }
        return failure instanceof SSLHandshakeException e && !isBroken(e)
                ? Optional.of(
                        new Finding(SERVER_NOT_TRUSTED, "There is no TLS with %s: %s.".formatted(host, e.getMessage())))
                : Optional.empty();
    }

    private static Finding wrongHost(String host) {
        return new Finding(
                WRONG_HOST,
                "The server that answers for %s has a certificate of another name. Check the address; if it is right, tell its administrators."
                        .formatted(host));
    }

    private static Optional<Finding> alert(String host, String message) {
        Matcher alert = ALERT.matcher(message);
        return alert.find() ? Optional.of(refused(host, alert.group(1).toLowerCase(Locale.ROOT))) : Optional.empty();
    }

    private static Finding refused(String host, String alert) {
        Kind kind = switch (alert) {
            case "certificate_expired" -> EXPIRED;
            case "certificate_revoked" -> REVOKED;
            case "unknown_ca" -> UNKNOWN_AUTHORITY;
            default -> CREDENTIAL_REFUSED;
        };
        String sentence = switch (kind) {
            case EXPIRED ->
                "%s says that the certificate or proxy has ended. Make a new one; if it has not ended, check the clock.";
            case REVOKED -> "%s says that the certificate has been revoked. Ask its authority for a new one.";
            case UNKNOWN_AUTHORITY ->
                "%s does not know the authority of the certificate. Ask its administrators whether they should.";
            default ->
                "%s does not accept the certificate or proxy (" + alert
                        + "). Make a new proxy, from the certificate itself.";
        };
        return new Finding(kind, sentence.formatted(host));
    }

    /// Could be a refusal that was not read.
    public static boolean isBroken(IOException failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return failure instanceof SocketException
                || message.contains("unexpected end of")
                || message.contains("broken pipe")
                || message.contains("connection reset")
                || message.contains("remote host terminated the handshake");
    }

    /// Why a server did not go on with this identity. If the failure says nothing itself, connects once more to find
    /// out, which takes up to a second when it is something else.
    public static Optional<Finding> explain(TlsIdentity identity, String host, int port, IOException failure) {
        Optional<Finding> said = said(host, failure);
        if (said.isPresent() || identity.credential().isEmpty() || !isBroken(failure)) return said;
        for (int i = 0; i < TRIES; i++)
            try {
                return listen(identity, host, port);
            } catch (IOException brokenAgain) {
                failure.addSuppressed(brokenAgain);
            }
        return Optional.empty();
    }

    private static Optional<Finding> listen(TlsIdentity identity, String host, int port) throws IOException {
        try (var plain = new Socket()) {
            // TLS 1.3 and with Nagle's delay: so the alert is read before the next write fails. Tried 15 times of 15
            // with OpenSSL's servers; TLS 1.2 or TCP_NODELAY show it once in eight.
            plain.connect(new InetSocketAddress(host, port), 5000);
            plain.setSoTimeout(5000);
            var socket = (SSLSocket) identity.diagnosing().getSocketFactory().createSocket(plain, host, port, true);
            socket.setEnabledProtocols(new String[] {"TLSv1.3"});
            socket.startHandshake();
            socket.setSoTimeout((int) LISTENS.toMillis());
            socket.getInputStream().read();
            return Optional.empty();
        } catch (SocketTimeoutException accepted) {
            return Optional.empty();
        } catch (SSLException e) {
            return said(host, e);
        }
    }
}
