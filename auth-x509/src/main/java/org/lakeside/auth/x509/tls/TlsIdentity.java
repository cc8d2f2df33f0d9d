package org.lakeside.auth.x509.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.lakeside.auth.x509.credential.Credential;

/// One identity towards servers: make it once, use it for every client that acts as this person.
///
/// ```java
/// var jane = TlsIdentity.of(trust, proxy.credential());
/// OkHttpClient client = jane.apply(base.newBuilder()).build();
/// ```
///
/// OkHttp keeps connections of different identities apart by the identity's socket factory, even in one connection
/// pool; so a renewed proxy is a new identity, and the client of the old one is dropped. When the grid's directory
/// changes, TLS sessions from before are not resumed.
public final class TlsIdentity {
    private final ServerTrust trust;
    private final @Nullable Credential credential;
    private final SSLSocketFactory socketFactory = new Sockets();
    private @Nullable SSLContext context;
    private @Nullable Object contextIsFor;

    private TlsIdentity(ServerTrust trust, @Nullable Credential credential) {
        this.trust = trust;
        this.credential = credential;
    }

    /// Shows a certificate or a grid proxy to servers that ask for one.
    public static TlsIdentity of(ServerTrust trust, Credential credential) {
        return new TlsIdentity(trust, credential);
    }

    /// Shows nothing.
    public static TlsIdentity nobody(ServerTrust trust) {
        return new TlsIdentity(trust, null);
    }

    public SSLSocketFactory socketFactory() {
        return socketFactory;
    }

    public X509TrustManager trustManager() {
        return trust.manager();
    }

    public Optional<Credential> credential() {
        return Optional.ofNullable(credential);
    }

    /// Makes an OkHttp client act as this identity.
    public OkHttpClient.Builder apply(OkHttpClient.Builder builder) {
        return builder.sslSocketFactory(socketFactory, trustManager());
    }

    private synchronized SSLSocketFactory current() {
        Object version = trust.version();
        if (context == null || !version.equals(contextIsFor)) {
            context = makeContext();
            contextIsFor = version;
        }
        return context.getSocketFactory();
    }

    private SSLContext makeContext() {
        try {
            KeyManager[] shown = credential == null
                    ? null
                    : new KeyManager[] {new ShownCredential(trust.complete(credential.chain()), credential.key())};
            SSLContext made = SSLContext.getInstance("TLS");
            made.init(shown, new TrustManager[] {trust.manager()}, null);
            return made;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    @Override
    public String toString() {
        return credential == null ? "nobody" : credential.toString();
    }

    /// Sockets of the context that fits the authorities of this moment. Without Nagle's delay: a handshake with a
    /// client certificate is several small writes, and each new connection would wait 40 ms.
    private final class Sockets extends SSLSocketFactory {
        @Override
        public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
            socket.setTcpNoDelay(true);
            return current().createSocket(socket, host, port, autoClose);
        }

        @Override
        public Socket createSocket() throws IOException {
            return withoutDelay(current().createSocket());
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return withoutDelay(current().createSocket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
            return withoutDelay(current().createSocket(host, port, from, fromPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return withoutDelay(current().createSocket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
            return withoutDelay(current().createSocket(host, port, from, fromPort));
        }

        private static Socket withoutDelay(Socket socket) throws IOException {
            socket.setTcpNoDelay(true);
            return socket;
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return current().getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return current().getSupportedCipherSuites();
        }
    }

    /// A socket for finding out why a server has refused us, see [Refusals]; with the delay, on purpose.
    SSLContext diagnosing() {
        return makeContext();
    }
}
