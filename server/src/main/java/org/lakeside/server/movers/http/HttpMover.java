package org.lakeside.server.movers.http;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.identity.StorageCredential;
import org.lakeside.server.lake.transfer.BlockSink;
import org.lakeside.server.lake.transfer.MoveFailure;
import org.lakeside.server.lake.transfer.Mover;
import org.lakeside.server.lake.transfer.Piece;
import org.lakeside.server.lake.transfer.Source;
import org.lakeside.server.lake.transfer.Stop;

/// Moves bytes over http, https, dav and davs: one request for one piece, its answer checked before a byte is taken.
public final class HttpMover implements Mover {
    private static final Set<String> SCHEMES = Set.of("http", "https", "dav", "davs");
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int IDLE_CONNECTIONS = 16;

    private final Clients clients;
    private final Duration stallTimeout;
    private final Function<Source, StorageCredential> credentials;
    private final Buffers buffers = new Buffers();

    /// A mover that trusts whom `client` trusts.
    ///
    /// @param client brings the trust in TLS; everything else is set here
    /// @param stallTimeout how long a storage may send nothing
    public HttpMover(OkHttpClient client, Duration stallTimeout) {
        this(client, stallTimeout, _ -> new StorageCredential.Nothing());
    }

    /// The same, showing each storage what it takes.
    ///
    /// @param credentials asked for each piece; it may say with a `LakeException` that there is none
    public HttpMover(OkHttpClient client, Duration stallTimeout, Function<Source, StorageCredential> credentials) {
        this.stallTimeout = stallTimeout;
        this.credentials = credentials;
        // HTTP/1.1: one connection, one transfer; over HTTP/2 the same bytes cost twice the time.
        this.clients = new Clients(client.newBuilder()
                .socketFactory(new BulkSockets(stallTimeout))
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, 1, TimeUnit.MINUTES))
                .connectTimeout(shorter(CONNECT_TIMEOUT, stallTimeout))
                .readTimeout(Duration.ZERO) // BulkSocket has one
                .writeTimeout(stallTimeout)
                .callTimeout(Duration.ZERO)
                .followRedirects(false)
                .build());
    }

    /// Somebody has logged out: who is shown from now on is shown anew.
    public void forget() {
        clients.forget();
    }

    @Override
    public boolean moves(URI uri) {
        return uri.getScheme() != null
                && uri.getHost() != null
                && SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT));
    }

    @Override
    public Optional<String> fetch(Source source, Piece piece, Optional<String> version, BlockSink into, Stop stop)
            throws MoveFailure, IOException {
        var shown = credential(source);
        var exchange = new Exchange(clients, shown, source, piece, stop);
        try (var _ = stop.whenStopped(exchange::cancel);
                Response answer = exchange.answer()) {
            Optional<String> seen = AnswerCheck.version(answer, version);
            try {
                pour(answer, piece, into, stop);
            } catch (MoveFailure failure) {
                throw failure.of(seen);
            }
            return seen;
        }
    }

    private StorageCredential credential(Source source) throws MoveFailure {
        try {
            return credentials.apply(source);
        } catch (LakeException e) {
            throw new MoveFailure(
                    MoveFailure.Kind.REFUSED, "cannot be asked: " + e.problem().detail(), e);
        }
    }

    private void pour(Response answer, Piece piece, BlockSink into, Stop stop) throws MoveFailure, IOException {
        boolean wholeFile = answer.code() == 200 && piece.to() == piece.of();
        boolean endUnknown = wholeFile && answer.body().contentLength() < 0;
        var body = new Body(answer.body().source(), piece, endUnknown, stallTimeout);
        ByteBuffer buffer = buffers.take();
        try {
            while (body.hasMore() && !stop.stopped()) {
                body.fill(buffer);
                into.write(buffer);
            }
        } finally {
            buffers.give(buffer);
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
