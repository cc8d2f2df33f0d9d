package org.lakeside.auth.x509.testing;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// The TLS side of a server in a test: shows a certificate, takes whatever its clients show, or refuses all of them
/// for one reason.
public final class TlsServer {
    private TlsServer() {}

    public static SSLContext accepting(TestPerson host) {
        return context(host, false);
    }

    /// Takes no client's certificate.
    public static SSLContext refusing(TestPerson host) {
        return context(host, true);
    }

    private static SSLContext context(TestPerson host, boolean refusing) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new Shown(host)}, new TrustManager[] {new Taking(refusing)}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private record Taking(boolean refusing) implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            if (refusing) throw new CertificateException("for the test");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private static final class Shown extends X509ExtendedKeyManager {
        private final TestPerson host;

        private Shown(TestPerson host) {
            this.host = host;
        }

        @Override
        public String chooseEngineServerAlias(String type, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return "host";
        }

        @Override
        public @Nullable String chooseServerAlias(
                String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return type.startsWith("EC") ? "host" : null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return host.chain().toArray(X509Certificate[]::new);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return host.key();
        }

        @Override
        public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }

        @Override
        public String[] getServerAliases(String type, Principal @Nullable [] issuers) {
            return new String[] {"host"};
        }
    }
}
