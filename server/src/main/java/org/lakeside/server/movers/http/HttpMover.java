package org.lakeside.server.movers.http;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import okhttp3.OkHttpClient;
import org.lakeside.server.lake.transfer.BlockSink;
import org.lakeside.server.lake.transfer.Mover;
import org.lakeside.server.lake.transfer.Piece;
import org.lakeside.server.lake.transfer.Source;
import org.lakeside.server.lake.transfer.Stop;

/// Moves bytes over http and https.
@SuppressWarnings("DoNotCallSuggester")
public final class HttpMover implements Mover {

    /// A mover that trusts whom `client` trusts.
    ///
    /// @param client brings the trust in TLS; everything else is set here
    /// @param stallTimeout how long a storage may send nothing
    public HttpMover(OkHttpClient client, Duration stallTimeout) {
        throw new UnsupportedOperationException("following " + client + stallTimeout);
    }

    @Override
    public boolean moves(URI uri) {
        throw new UnsupportedOperationException("following");
    }

    @Override
    public Optional<String> fetch(Source source, Piece piece, Optional<String> version, BlockSink into, Stop stop) {
        throw new UnsupportedOperationException("following");
    }
}
