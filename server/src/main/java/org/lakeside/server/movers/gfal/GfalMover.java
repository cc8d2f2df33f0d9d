package org.lakeside.server.movers.gfal;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.identity.StorageCredential;
import org.lakeside.server.lake.transfer.BlockSink;
import org.lakeside.server.lake.transfer.MoveFailure;
import org.lakeside.server.lake.transfer.MoveFailure.Kind;
import org.lakeside.server.lake.transfer.Mover;
import org.lakeside.server.lake.transfer.Piece;
import org.lakeside.server.lake.transfer.Source;
import org.lakeside.server.lake.transfer.Stop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Moves whole files with `gfal-copy`: into a file of its own first, because its plugins write in any order.
public final class GfalMover implements Mover {
    private static final Logger log = LoggerFactory.getLogger(GfalMover.class);
    private static final Set<String> SCHEMES =
            Set.of("root", "roots", "xroot", "xroots", "srm", "gsiftp", "sftp", "dcap", "gsidcap");
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    /// What Python, the plugins and the first handshake take before a byte comes.
    private static final Duration TO_BEGIN = Duration.ofSeconds(30);

    private static final Duration LONGEST_LOOK = Duration.ofSeconds(60);
    private static final int BUFFER = 256 * 1024;

    private final GfalTools tools;
    private final Path workplaces;
    private final Duration stallTimeout;
    private final Function<Source, StorageCredential> credentials;

    /// A mover with the tools that are on the path of `tools`.
    ///
    /// @param workplaces where its files grow
    /// @param stallTimeout how long nothing may come
    /// @param credentials asked for each file; it may say with a `LakeException` that there is none
    public GfalMover(
            GfalTools tools, Path workplaces, Duration stallTimeout, Function<Source, StorageCredential> credentials) {
        this.tools = tools;
        this.workplaces = workplaces;
        this.stallTimeout = stallTimeout;
        this.credentials = credentials;
        Workplace.tidy(workplaces);
    }

    @Override
    public boolean moves(URI uri) {
        return uri.getScheme() != null && uri.getHost() != null && SCHEMES.contains(scheme(uri));
    }

    @Override
    public Optional<String> fetch(Source source, Piece piece, Optional<String> version, BlockSink into, Stop stop)
            throws MoveFailure, IOException {
        if (!piece.whole()) throw new MoveFailure(Kind.NO_PARTS, "is read by gfal-copy, which copies whole files");
        var program = program("gfal-copy", source);
        var shown = new Shown(source);
        try (var place = Workplace.below(workplaces)) {
            var limit = tools.limit(piece.of());
            var command = new ArrayList<>(List.of(program.toString(), "-f", "-t", Long.toString(limit.toSeconds())));
            // Whoever sees the list of processes sees arguments: what is signed is told by a file.
            if (isSigned(source.uri())) command.addAll(List.of("--from-file", place.putAddress(address(source.uri()))));
            else command.add(address(source.uri()));
            command.add(place.file().toUri().toString().replaceFirst("^file:/+", "file:///"));
            try (var process = start(command, shown, place);
                    var _ = stop.whenStopped(process::close)) {
                await(process, place, piece, limit, into, stop);
                require(process, source, shown);
            }
            pour(place.file(), piece, into, stop);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the copy was given up");
        }
    }

    /// Asks for the file's size only; nothing where the address is signed, as gfal-stat takes it as an argument only.
    @Override
    public void tryOut(Source source, long bytes) throws MoveFailure, IOException {
        var program = program("gfal-stat", source);
        if (isSigned(source.uri())) return;
        var shown = new Shown(source);
        try (var place = Workplace.below(workplaces);
                var process = start(List.of(program.toString(), address(source.uri())), shown, place)) {
            if (!process.ended(LONGEST_LOOK))
                throw new MoveFailure(Kind.DOWN, "has not answered within %d s".formatted(LONGEST_LOOK.toSeconds()));
            require(process, source, shown);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the look was given up");
        }
    }

    /// What the storage is shown; why there is nothing, if so: some storages want nothing, so that is tried.
    private final class Shown {
        private final Optional<StorageCredential> credential;
        private final Optional<Problem> missing;

        Shown(Source source) throws MoveFailure {
            Optional<StorageCredential> found = Optional.empty();
            Optional<Problem> why = Optional.empty();
            try {
                found = Optional.of(credentials.apply(source));
            } catch (LakeException e) {
                if (e.problem().kind() != Problem.Kind.CREDENTIAL_MISSING)
                    throw new MoveFailure(
                            Kind.REFUSED, "cannot be asked: " + e.problem().detail(), e);
                why = Optional.of(e.problem());
            }
            credential = found;
            missing = why;
        }
    }

    private Path program(String name, Source source) throws MoveFailure {
        return tools.find(name)
                .orElseThrow(() -> new MoveFailure(
                        Kind.REFUSED,
                        "cannot be read here: %s, which speaks %s, is not installed (Debian: gfal2-util-scripts, gfal2-plugin-xrootd; conda: gfal2-util)"
                                .formatted(name, scheme(source.uri()))));
    }

    private OwnedProcess start(List<String> command, Shown shown, Workplace place) throws IOException {
        Optional<Path> proxy = shown.credential
                .filter(StorageCredential.Proxy.class::isInstance)
                .map(one -> place.put(((StorageCredential.Proxy) one).proxy()));
        return OwnedProcess.start(
                command, tools.environment(place.directory(), proxy, stallTimeout), place.directory());
    }

    /// Until it has ended by itself; else says why it was ended.
    private void await(OwnedProcess process, Workplace place, Piece piece, Duration limit, BlockSink into, Stop stop)
            throws MoveFailure, InterruptedException {
        long begun = System.nanoTime();
        long grown = begun;
        long before = 0;
        while (!process.ended(LOOK_EVERY)) {
            if (stop.stopped()) throw new MoveFailure(Kind.CUT, "was stopped");
            long now = System.nanoTime();
            long bytes = place.bytesSoFar();
            if (bytes > before) {
                before = bytes;
                grown = now;
                into.underWay(Math.min(bytes, piece.of()));
            }
            var patience = before == 0 ? TO_BEGIN.plus(stallTimeout) : stallTimeout;
            if (now - grown > patience.toNanos())
                throw new MoveFailure(Kind.STALLED, "sent nothing for %d s".formatted(patience.toSeconds()));
            if (now - begun > limit.toNanos())
                throw new MoveFailure(Kind.STALLED, "took longer than %d s".formatted(limit.toSeconds()));
        }
        if (stop.stopped()) throw new MoveFailure(Kind.CUT, "was stopped");
    }

    private static void require(OwnedProcess process, Source source, Shown shown)
            throws MoveFailure, InterruptedException {
        if (process.exit() == 0) return;
        var failure = ExitWords.of(scheme(source.uri()), process.exit(), process.errors());
        log.info("{}: {}", source, failure.what());
        if (shown.missing.isPresent() && failure.kind() == Kind.REFUSED)
            throw new MoveFailure(
                    Kind.REFUSED,
                    "%s; %s"
                            .formatted(
                                    failure.what(), shown.missing.get().detail().replaceFirst("\\.$", "")));
        throw failure;
    }

    private static void pour(Path file, Piece piece, BlockSink into, Stop stop) throws MoveFailure, IOException {
        try (var channel = FileChannel.open(file)) {
            if (channel.size() != piece.of())
                throw new MoveFailure(
                        Kind.WRONG, "sent %d bytes, the catalogue says %d".formatted(channel.size(), piece.of()));
            var buffer = ByteBuffer.allocateDirect(BUFFER);
            while (channel.read(buffer.clear()) >= 0 && !stop.stopped()) into.write(buffer.flip());
        }
    }

    private static boolean isSigned(URI uri) {
        return uri.getRawQuery() != null;
    }

    /// Names over root are not encoded.
    private static String address(URI uri) throws MoveFailure {
        var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        var path = String.valueOf(uri.getPath());
        if (path.chars().anyMatch(Character::isISOControl))
            throw new MoveFailure(Kind.REFUSED, "has an address that gfal-copy cannot be told");
        return "%s://%s%s%s".formatted(uri.getScheme(), uri.getRawAuthority(), path, query);
    }

    private static String scheme(URI uri) {
        return uri.getScheme().toLowerCase(Locale.ROOT);
    }
}
