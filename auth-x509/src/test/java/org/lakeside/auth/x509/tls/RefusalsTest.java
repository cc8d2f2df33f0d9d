package org.lakeside.auth.x509.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lakeside.auth.x509.X509Exception.Kind.CREDENTIAL_REFUSED;
import static org.lakeside.auth.x509.X509Exception.Kind.EXPIRED;
import static org.lakeside.auth.x509.X509Exception.Kind.REVOKED;
import static org.lakeside.auth.x509.X509Exception.Kind.UNKNOWN_AUTHORITY;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lakeside.auth.x509.Finding;
import org.lakeside.auth.x509.X509Exception.Kind;
import org.lakeside.auth.x509.testing.Keys;
import org.lakeside.auth.x509.testing.TestAuthority;
import org.lakeside.auth.x509.testing.TestPerson;
import org.lakeside.auth.x509.testing.TlsServer;
import org.lakeside.auth.x509.trust.GridTrust;

class RefusalsTest {
    private final TestAuthority authority = TestAuthority.root("/DC=test/CN=Root");
    private final TestPerson host = authority.host("here", "localhost");
    private final SocketException broken = new SocketException("Broken pipe");

    @TempDir
    Path directory;

    @BeforeEach
    void publish() {
        authority.publish(directory);
    }

    @ParameterizedTest
    @CsvSource({
        "certificate_expired, EXPIRED",
        "certificate_revoked, REVOKED",
        "unknown_ca,          UNKNOWN_AUTHORITY",
        "certificate_unknown, CREDENTIAL_REFUSED",
        "bad_certificate,     CREDENTIAL_REFUSED"
    })
    void alertsAreSentences(String alert, Kind kind) {
        var failure = new SSLHandshakeException("(" + alert + ") Received fatal alert: " + alert);

        Finding said = Refusals.said("storage.test", failure).orElseThrow();

        assertThat(kind).isIn(EXPIRED, REVOKED, UNKNOWN_AUTHORITY, CREDENTIAL_REFUSED);
        assertThat(said.kind()).isEqualTo(kind);
        assertThat(said.sentence()).startsWith("storage.test ");
    }

    @Test
    void anAlertMayBeHiddenInASuppressedException() {
        broken.addSuppressed(new SSLHandshakeException("Received fatal alert: certificate_expired"));

        assertThat(Refusals.said("storage.test", broken)).map(Finding::kind).contains(EXPIRED);
    }

    @Test
    void aBrokenConnectionAloneSaysNothing() {
        assertThat(Refusals.said("storage.test", broken)).isEmpty();
    }

    @Test
    void askingOnceMoreShowsARefusal() throws IOException {
        try (var server = new Patient(TlsServer.refusing(host))) {
            assertThat(Refusals.explain(jane(), "localhost", server.port(), broken))
                    .map(Finding::kind)
                    .contains(CREDENTIAL_REFUSED);
        }
    }

    @Test
    void whoIsAcceptedWhenAskingOnceMoreWasNotRefused() throws IOException {
        try (var server = new Patient(TlsServer.accepting(host))) {
            assertThat(Refusals.explain(jane(), "localhost", server.port(), broken))
                    .isEmpty();
        }
    }

    @Test
    void whereNobodyAnswersNothingIsExplained() throws IOException {
        int port;
        try (var gone = new ServerSocket(0)) {
            port = gone.getLocalPort();
        }

        assertThat(Refusals.explain(jane(), "localhost", port, broken)).isEmpty();
    }

    private TlsIdentity jane() {
        var trust = ServerTrust.of(GridTrust.in(directory));
        return TlsIdentity.of(
                trust, authority.person("/DC=test/CN=Jane", Keys.ec()).credential());
    }

    /// Leaves the connection open after a refusal, as OpenSSL's servers do, so that the alert can be read.
    private static final class Patient implements AutoCloseable {
        private final ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        private final Thread thread;

        private Patient(SSLContext tls) throws IOException {
            thread = Thread.ofVirtual().start(() -> {
                while (!listening.isClosed())
                    try (Socket plain = listening.accept()) {
                        serve(tls, plain);
                        plain.getInputStream().transferTo(OutputStream.nullOutputStream());
                    } catch (IOException e) {
                        if (listening.isClosed()) return;
                    }
            });
        }

        private static void serve(SSLContext tls, Socket plain) {
            try {
                var socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, "client", 0, false);
                socket.setUseClientMode(false);
                socket.setNeedClientAuth(true);
                socket.startHandshake();
            } catch (IOException refused) {
                assertThat(refused).hasMessageContaining("for the test");
            }
        }

        private int port() {
            return listening.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            listening.close();
            thread.interrupt();
        }
    }
}
