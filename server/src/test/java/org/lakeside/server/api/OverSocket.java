package org.lakeside.server.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.lakeside.server.unix.UnixHttp;
import org.lakeside.server.unix.UnixHttp.Header;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Talks to the API as the server extension does: over its socket.
public final class OverSocket {
    private final Path socket;
    private final UnixHttp http;

    public OverSocket(Path socket) {
        this.socket = socket;
        this.http = new UnixHttp(socket, Duration.ofSeconds(60));
    }

    public record Reply(int status, List<Header> headers, String text) {
        public Optional<String> header(String name) {
            return headers.stream()
                    .filter(header -> header.name().equalsIgnoreCase(name))
                    .map(Header::value)
                    .findFirst();
        }

        public JsonNode json() {
            return JsonMapper.shared().readTree(text);
        }

        /// The end of the problem's type: `did-not-found`.
        public String problem() {
            return json().path("type").asString("").replace("/problems/", "");
        }
    }

    public Reply get(String path) throws IOException {
        return send("GET", path, List.of(), "");
    }

    public Reply post(String path, String json) throws IOException {
        return send(
                "POST",
                path,
                List.of(new Header("X-Lakeside", "1"), new Header("Content-Type", "application/json")),
                json);
    }

    public Reply delete(String path) throws IOException {
        return send("DELETE", path, List.of(new Header("X-Lakeside", "1")), "");
    }

    /// The first line of a stream, which is then left.
    public String firstLine(String path) throws IOException {
        try (var answer = http.send("GET", Api.ROOT + path, List.of(new Header("Host", "localhost")), new byte[0]);
                var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            return Objects.requireNonNull(lines.readLine());
        }
    }

    /// All of a stream; `then` is done when its first line has come.
    public String wholeStream(String path, Runnable then) throws IOException {
        try (var answer = http.send("GET", Api.ROOT + path, List.of(new Header("Host", "localhost")), new byte[0]);
                var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            var first = Objects.requireNonNull(lines.readLine());
            then.run();
            return first + lines.readAllAsString();
        }
    }

    /// Asks, and closes the connection without waiting for the answer, once `asked` says that it is worked on.
    public void askAndLeave(String path, Callable<Boolean> asked) throws IOException {
        var request = "GET %s%s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(Api.ROOT, path);
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(asked);
        }
    }

    /// Sends one request.
    ///
    /// @param path below `/lakeside/api/v1`
    public Reply send(String method, String path, List<Header> headers, String body) throws IOException {
        List<Header> all = new ArrayList<>(headers);
        if (headers.stream().noneMatch(header -> header.name().equals("Host")))
            all.add(new Header("Host", "localhost"));
        try (var answer = http.send(method, Api.ROOT + path, all, body.getBytes(StandardCharsets.UTF_8))) {
            var text = new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
            return new Reply(answer.status(), answer.headers(), text);
        }
    }
}
