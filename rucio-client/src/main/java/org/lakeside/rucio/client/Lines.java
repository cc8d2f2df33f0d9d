package org.lakeside.rucio.client;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.Response;
import okio.BufferedSource;
import org.lakeside.rucio.client.RucioException.Kind;

/// One answer of JSON values, a line each, read as they come.
///
/// Rucio sends the status before it has looked for all the rows. When that fails later it closes the connection, so
/// an answer that breaks off, or ends within a line, is the only sign of it.
final class Lines<T> implements Part<T> {
    private static final long LONGEST_LINE = 8L * 1024 * 1024;

    private final String doing;
    private final Response response;
    private final BufferedSource source;
    private final Row<T> row;
    private boolean empty;
    private long read;

    /// What a line means.
    interface Row<T> {
        /// Throws [IllegalArgumentException] for a line that Rucio would not send.
        T of(byte[] line);
    }

    private Lines(String doing, Response response, Row<T> row) {
        this.doing = doing;
        this.response = response;
        this.source = response.body().source();
        this.row = row;
    }

    /// Waits for the first bytes.
    static <T> Lines<T> open(String doing, Response response, Row<T> row) throws IOException {
        Lines<T> lines = new Lines<>(doing, response, row);
        lines.empty = lines.source.exhausted();
        if (Refusals.header(response, "Content-Type").startsWith("text/html")) {
            throw Refusals.notRucio(doing, response, lines.empty ? "with an empty page" : "with a web page", null);
        }
        return lines;
    }

    @Override
    public Optional<T> next() throws IOException {
        while (true) {
            long end = source.indexOf((byte) '\n', 0, LONGEST_LINE);
            if (end < 0) {
                return atTheEnd();
            }
            byte[] line = source.readByteArray(end);
            source.skip(1);
            if (end > 0) {
                read++;
                return Optional.of(parse(line));
            }
        }
    }

    private Optional<T> atTheEnd() throws IOException {
        if (source.exhausted()) {
            return Optional.empty();
        }
        if (source.getBuffer().size() >= LONGEST_LINE) {
            throw Refusals.notRucio(doing, response, "with a line without end", null);
        }
        throw new RucioException(Kind.CUT, doing + ": Rucio's answer broke off within row " + (read + 1));
    }

    private T parse(byte[] line) {
        try {
            return row.of(line);
        } catch (IllegalArgumentException e) {
            // What is wrong with the row stays in the cause: it quotes what somebody else sent.
            throw Refusals.notRucio(doing, response, "with something else than rows (row %d)".formatted(read), e);
        }
    }

    @Override
    public void patience(Duration limit) {
        source.timeout().timeout(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Whether there is not a single row.
    boolean isEmpty() {
        return empty;
    }

    @Override
    public long read() {
        return read;
    }

    @Override
    public void close() {
        response.close();
    }
}
