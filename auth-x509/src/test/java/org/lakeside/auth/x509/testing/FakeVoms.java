package org.lakeside.auth.x509.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.lakeside.auth.x509.voms.AttributeCertificate;
import org.lakeside.auth.x509.voms.VomsServer;

/// A server on the port of a VOMS server that says what a test wants it to say, over HTTP or over the old protocol,
/// and keeps what it was asked. One connection, one answer.
public final class FakeVoms implements AutoCloseable {
    public interface Behaviour {
        /// Writes the whole answer; what it writes nothing to is closed without an answer.
        void answer(String asked, SSLSocket to) throws IOException, InterruptedException;
    }

    private final ServerSocket listening;
    private final SSLContext tls;
    private final Behaviour behaviour;
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch reached = new CountDownLatch(1);

    public FakeVoms(TestPerson host, Behaviour behaviour) {
        this.tls = TlsServer.accepting(host);
        this.behaviour = behaviour;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getByName("localhost"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    private void accept() {
        while (!listening.isClosed())
            try {
                Socket plain = listening.accept();
                Thread.ofVirtual().start(() -> serve(plain));
            } catch (IOException e) {
                return; // closed
            }
    }

    private void serve(Socket plain) {
        try (plain) {
            var socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, "client", 0, true);
            socket.setUseClientMode(false);
            socket.setNeedClientAuth(true);
            String request = request(socket.getInputStream());
            asked.add(request);
            reached.countDown();
            behaviour.answer(request, socket);
            socket.close();
        } catch (IOException e) {
            return; // the client has gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String request(InputStream in) throws IOException {
        var text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0 && text.indexOf("</voms>") < 0) {
            int b = in.read();
            if (b < 0) throw new IOException("cut off");
            text.append((char) b);
        }
        return text.toString();
    }

    /// An answer over HTTP; whoever asks otherwise gets nothing.
    public static Behaviour http(int status, String body) {
        return (asked, to) -> {
            if (!asked.startsWith("GET")) return;
            byte[] content = body.getBytes(UTF_8);
            to.getOutputStream()
                    .write("HTTP/1.1 %d X\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n"
                            .formatted(status, content.length)
                            .getBytes(ISO_8859_1));
            to.getOutputStream().write(content);
        };
    }

    /// An answer over the old protocol; HTTP is closed without an answer, as Debian 12's server does.
    public static Behaviour socket(String body) {
        return (asked, to) -> {
            if (!asked.startsWith("GET")) to.getOutputStream().write(body.getBytes(UTF_8));
        };
    }

    /// Takes the request and says nothing until the client has gone.
    public static Behaviour silence() {
        return (asked, to) -> to.getInputStream().read();
    }

    public static String granted(AttributeCertificate attributes) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><voms><ac>%s</ac></voms>".formatted(base64(attributes));
    }

    public static String base64(AttributeCertificate attributes) {
        return Base64.getMimeEncoder().encodeToString(attributes.encoded());
    }

    public static String refused(String code, String message) {
        return "<?xml version=\"1.0\"?><voms><error><code>%s</code><message>%s</message></error></voms>"
                .formatted(code, message);
    }

    public void awaitRequest() throws InterruptedException {
        reached.await();
    }

    /// What was asked, connection by connection.
    public List<String> asked() {
        return List.copyOf(asked);
    }

    public VomsServer as(String vo) {
        return new VomsServer(vo, "localhost", listening.getLocalPort(), "/DC=test/CN=voms.test", vo);
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
