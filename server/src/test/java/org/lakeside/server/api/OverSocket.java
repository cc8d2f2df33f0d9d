package org.lakeside.server.api;

import java.io.BufferedReader;
import java.io.IOException;
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
import java.util.Set;
import java.util.concurrent.Callable;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.lakeside.server.unix.UnixHttp;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Talks to the API as the server extension does: over its socket.
public final class OverSocket {
    private final Path socket;
    private final OkHttpClient http;

    public OverSocket(Path socket) {
        this.socket = socket;
        this.http = UnixHttp.client(socket, Duration.ofSeconds(60));
    }

    public record Header(String name, String value) {}

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
        try (var answer = http.newCall(request("GET", path, List.of(), "")).execute();
                var lines = new BufferedReader(answer.body().charStream())) {
            return Objects.requireNonNull(lines.readLine());
        }
    }

    /// All of a stream; `then` is done when its first line has come.
    public String wholeStream(String path, Runnable then) throws IOException {
        try (var answer = http.newCall(request("GET", path, List.of(), "")).execute();
                var lines = new BufferedReader(answer.body().charStream())) {
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
            Awaitility.await().until(asked);
        }
    }

    /// Sends one request.
    ///
    /// @param path below `/lakeside/api/v1`
    public Reply send(String method, String path, List<Header> headers, String body) throws IOException {
        try (var answer = http.newCall(request(method, path, headers, body)).execute()) {
            var text = answer.body().string();
            return new Reply(answer.code(), headers(answer), text);
        }
    }

    /// A POST whose length is not said beforehand.
    public Reply postInChunks(String path, String json) throws IOException {
        var body = new RequestBody() {
            @Override
            public @Nullable MediaType contentType() {
                return null;
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                sink.writeUtf8(json);
            }
        };
        var request = request("GET", path, List.of(new Header("X-Lakeside", "1")), "")
                .newBuilder()
                .post(body);
        try (var answer = http.newCall(request.build()).execute()) {
            return new Reply(answer.code(), headers(answer), answer.body().string());
        }
    }

    private static Request request(String method, String path, List<Header> headers, String body) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var request = new Request.Builder()
                .url("http://localhost" + Api.ROOT + path)
                .method(method, Set.of("GET", "HEAD").contains(method) ? null : RequestBody.create(bytes));
        headers.forEach(header -> request.addHeader(header.name(), header.value()));
        return request.build();
    }

    private static List<Header> headers(Response answer) {
        List<Header> headers = new ArrayList<>();
        answer.headers().forEach(header -> headers.add(new Header(header.getFirst(), header.getSecond())));
        return headers;
    }
}
