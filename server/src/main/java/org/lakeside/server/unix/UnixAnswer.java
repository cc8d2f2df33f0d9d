package org.lakeside.server.unix;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lakeside.server.unix.UnixHttp.Header;

/// The head of an answer, and its body as it comes. Closing it ends the connection.
public final class UnixAnswer implements AutoCloseable {
    private static final int LONGEST_LINE = 64 << 10;

    private final int status;
    private final List<Header> headers;
    private final InputStream body;
    private final SilenceWatch connection;

    private UnixAnswer(int status, List<Header> headers, InputStream body, SilenceWatch connection) {
        this.status = status;
        this.headers = List.copyOf(headers);
        this.body = body;
        this.connection = connection;
    }

    /// @param headOnly the answer has the headers of a body, but none
    static UnixAnswer read(InputStream in, boolean headOnly, SilenceWatch connection) throws IOException {
        var statusLine = line(in);
        if (!statusLine.startsWith("HTTP/1.") || statusLine.length() < 12)
            throw new IOException("not an HTTP answer: '%s'".formatted(statusLine));
        int status = Integer.parseInt(statusLine.substring(9, 12));
        List<Header> headers = new ArrayList<>();
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon > 0)
                headers.add(new Header(
                        line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return new UnixAnswer(
                status, headers, headOnly ? InputStream.nullInputStream() : body(in, headers), connection);
    }

    public int status() {
        return status;
    }

    public List<Header> headers() {
        return headers;
    }

    public Optional<String> header(String name) {
        return find(headers, name);
    }

    /// The body; a read fails when it ends before its end.
    public InputStream body() {
        return body;
    }

    @Override
    public void close() {
        connection.close();
    }

    private static InputStream body(InputStream in, List<Header> headers) {
        if (find(headers, "Transfer-Encoding")
                .filter("chunked"::equalsIgnoreCase)
                .isPresent()) return new ChunkedBody(in);
        return find(headers, "Content-Length")
                .<InputStream>map(length -> new CountedBody(in, Long.parseLong(length)))
                .orElse(in);
    }

    private static Optional<String> find(List<Header> headers, String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst();
    }

    static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) throw new EOFException("the answer ended in its head");
            if (line.size() > LONGEST_LINE) throw new IOException("a line of the answer has no end");
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }
}
