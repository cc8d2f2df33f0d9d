package org.lakeside.server.unix;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Sends requests to a service that listens on a Unix socket; a connection for each.
public final class UnixHttp {
    private final Path socket;
    private final Duration silence;

    /// A client of the service at `socket`.
    ///
    /// @param silence how long it may send nothing before the request is given up
    public UnixHttp(Path socket, Duration silence) {
        this.socket = socket;
        this.silence = silence;
    }

    public record Header(String name, String value) {
        public Header {
            if (hasLineEnd(name) || hasLineEnd(value))
                throw new IllegalArgumentException("a header of more than one line: " + name);
        }

        private static boolean hasLineEnd(String text) {
            return text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0;
        }
    }

    /// Connects, sends, and returns as soon as the head of the answer is there.
    ///
    /// @param target path and query, as they go on the wire
    /// @throws NobodyThereException when there is no listener: nothing was sent
    public UnixAnswer send(String method, String target, List<Header> headers, byte[] body) throws IOException {
        var request = request(method, target, headers, body);
        var channel = connect();
        var watch = SilenceWatch.start(channel, silence);
        try {
            while (request.hasRemaining()) channel.write(request);
            var in = new BufferedInputStream(watch.watched(Channels.newInputStream(channel)));
            return UnixAnswer.read(in, method.equals("HEAD"), watch);
        } catch (IOException | RuntimeException e) {
            watch.close();
            throw e;
        }
    }

    private SocketChannel connect() throws IOException {
        var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return channel;
        } catch (IOException e) {
            channel.close();
            throw new NobodyThereException(socket, e);
        }
    }

    /// Without `Connection: close`, though there is one request to a connection: Jetty would then end an answer of
    /// unknown
    /// length with the connection, and one that is cut would look whole.
    private static ByteBuffer request(String method, String target, List<Header> headers, byte[] body) {
        if (target.indexOf(' ') >= 0 || target.indexOf('\r') >= 0 || target.indexOf('\n') >= 0)
            throw new IllegalArgumentException("not a request target: " + target);
        var head = new StringBuilder();
        head.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
        for (var header : headers)
            head.append(header.name()).append(": ").append(header.value()).append("\r\n");
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        var bytes = head.toString().getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(bytes.length + body.length)
                .put(bytes)
                .put(body)
                .flip();
    }
}
