package org.lakeside.server.lake.identity;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.zip.Adler32;
import org.lakeside.rucio.client.Checksums;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidType;
import org.lakeside.server.index.SqliteIndex;
import org.lakeside.server.lake.transfer.BlockSink;
import org.lakeside.server.lake.transfer.DownloadState;
import org.lakeside.server.lake.transfer.Downloads;
import org.lakeside.server.lake.transfer.Listing;
import org.lakeside.server.lake.transfer.MoveFailure;
import org.lakeside.server.lake.transfer.Mover;
import org.lakeside.server.lake.transfer.Piece;
import org.lakeside.server.lake.transfer.Source;
import org.lakeside.server.lake.transfer.Stop;
import org.lakeside.server.lake.transfer.Store;
import org.lakeside.server.lake.transfer.StoredFile;

/// Downloads that are begun with one credential and end with the next, one of each identity at a time:
/// the storage sends one half, and the other half only when it is shown another credential than at the
/// beginning.
final class LongDownloads implements AutoCloseable {
    private static final byte[] BYTES = "events of a long day".getBytes(StandardCharsets.UTF_8);

    private final Identities identities;
    private final UnaryOperator<String> scheme;
    private final Clock clock;
    private final Downloads downloads;
    private final Map<String, UnderWay> underWay = new ConcurrentHashMap<>();
    private int begun;
    private int failed;

    private record UnderWay(String id, CountDownLatch halfway, CountDownLatch renewed) {}

    /// @param scheme of where the files of an identity are, such as `https://a`
    LongDownloads(Path directory, Identities identities, UnaryOperator<String> scheme, Clock clock) {
        this.identities = identities;
        this.scheme = scheme;
        this.clock = clock;
        this.downloads = new Downloads(
                Store.open(directory.resolve("data"), new SqliteIndex(directory.resolve("state")), clock),
                LongDownloads::listing,
                this::sources,
                List.of(new Storages()),
                4,
                clock);
    }

    /// Begins one; it is under way when this returns.
    void begin(String identity) throws InterruptedException {
        var halfway = new CountDownLatch(1);
        var next = new UnderWay("", halfway, new CountDownLatch(1));
        underWay.put(identity, next);
        var id = downloads
                .start(identity, new Did("user.jane", "file" + begun++))
                .id();
        underWay.put(identity, new UnderWay(id, halfway, next.renewed()));
        await().pollInterval(Duration.ofMillis(1))
                .until(() -> halfway.getCount() == 0
                        || downloads.find(id).orElseThrow().state().over());
    }

    /// There is another credential: the download comes to its end.
    void end(String identity) {
        var it = Objects.requireNonNull(underWay.get(identity));
        it.renewed().countDown();
        var over = await().pollInterval(Duration.ofMillis(1))
                .until(
                        () -> downloads.find(it.id()).orElseThrow(),
                        one -> one.state().over());
        if (!(over.state() instanceof DownloadState.Done)) failed++;
        downloads.forget(it.id());
    }

    int failed() {
        return failed;
    }

    private Map<Did, List<Source>> sources(String identity, List<Did> dids) {
        var uri = URI.create(scheme.apply(identity) + ".test/f");
        return dids.stream().collect(Collectors.toMap(did -> did, _ -> List.of(new Source(identity, "SITE", uri))));
    }

    private static Listing.Plan listing(String identity, Did did, Listing.Files to) {
        var sum = new Adler32();
        sum.update(BYTES);
        to.add(new StoredFile(
                identity,
                did,
                BYTES.length,
                new Checksums(Optional.of("%08x".formatted(sum.getValue())), Optional.empty())));
        return new Listing.Plan(DidType.FILE);
    }

    /// A storage that looks whether what it is shown is good, by the test's clock.
    private final class Storages implements Mover {
        @Override
        public boolean moves(URI uri) {
            return true;
        }

        @Override
        public Optional<String> fetch(Source source, Piece piece, Optional<String> version, BlockSink into, Stop stop)
                throws MoveFailure, IOException {
            var now = Objects.requireNonNull(underWay.get(source.instance()));
            requireGood(source);
            into.write(ByteBuffer.wrap(BYTES, 0, BYTES.length / 2));
            now.halfway().countDown();
            try (var _ = stop.whenStopped(now.renewed()::countDown)) {
                now.renewed().await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (stop.stopped() || Thread.currentThread().isInterrupted())
                throw new MoveFailure(MoveFailure.Kind.CUT, "was stopped");
            requireGood(source);
            into.write(ByteBuffer.wrap(BYTES, BYTES.length / 2, BYTES.length - BYTES.length / 2));
            return Optional.empty();
        }

        private void requireGood(Source source) throws MoveFailure {
            var storage = new Storage(source.rse(), source.uri(), Map.of("oidc_support", "true"));
            var ends = switch (identities.credentialFor(source.instance(), storage, Duration.ofSeconds(20))) {
                case StorageCredential.Proxy(var proxy, var _) -> proxy.usefulUntil();
                case StorageCredential.Token(var token) -> token.expires();
                case StorageCredential.Nothing() -> Instant.EPOCH;
            };
            if (!ends.isAfter(clock.instant())) throw new MoveFailure(MoveFailure.Kind.REFUSED, "says no");
        }
    }

    @Override
    public void close() {
        downloads.close();
    }
}
