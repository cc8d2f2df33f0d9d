package org.lakeside.server.shelf;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.lakeside.server.lake.browse.Shelf.Title;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The files of kept lists, one for each title. A file is there as a whole or not at all; what cannot be read, or was
/// made by a later version, is thrown away. When they take too much room, those not looked at for longest go.
final class KeptLists {
    private static final Logger log = LoggerFactory.getLogger(KeptLists.class);
    private static final String END = ".db";

    private final Path directory;
    private final long mostBytes;
    private final Clock clock;
    private final ReentrantLock changing = new ReentrantLock();

    KeptLists(Path directory, long mostBytes, Clock clock) {
        this.directory = directory;
        this.mostBytes = mostBytes;
        this.clock = clock;
    }

    /// An opened file and what it is of.
    record Found(RollFile rows, Label label, Path file) {}

    Optional<Found> find(Title title) {
        var file = file(title);
        if (!Files.exists(file)) return Optional.empty();
        try {
            var rows = RollFile.openKept(file);
            try {
                var label = rows.label();
                if (!label.title().equals(title)) throw new SQLException("it is of " + label.title());
                Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
                return Optional.of(new Found(rows, label, file));
            } catch (SQLException | IOException | RuntimeException e) {
                rows.close();
                throw e;
            }
        } catch (SQLException | IOException | RuntimeException e) {
            log.info("the kept list {} cannot be used and is thrown away: {}", file, e.toString());
            throwAway(file);
            return Optional.empty();
        }
    }

    void put(RollFile rows, Label label) throws SQLException, IOException {
        changing.lock();
        try {
            Files.createDirectories(directory);
            var file = file(label.title());
            var draft = file.resolveSibling(file.getFileName() + ".draft");
            Files.deleteIfExists(draft);
            try {
                rows.copyTo(draft, label);
                try (var channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
                Files.setLastModifiedTime(draft, FileTime.from(clock.instant()));
                Files.deleteIfExists(journal(file));
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(draft);
            }
            makeRoom();
        } finally {
            changing.unlock();
        }
    }

    void markClosed(Title title, Instant asked) throws SQLException {
        changing.lock();
        try {
            var file = file(title);
            if (!Files.exists(file)) return;
            try (var connection = RollFile.open(file, false)) {
                Label.close(connection, asked);
            }
        } finally {
            changing.unlock();
        }
    }

    void forget(Title title) {
        throwAway(file(title));
    }

    void throwAway(Path file) {
        changing.lock();
        try {
            Files.deleteIfExists(file);
            Files.deleteIfExists(journal(file));
        } catch (IOException e) {
            log.warn("the kept list {} cannot be thrown away", file, e);
        } finally {
            changing.unlock();
        }
    }

    /// Drafts of a process that was killed.
    void clear() throws IOException {
        if (!Files.isDirectory(directory)) return;
        try (DirectoryStream<Path> drafts = Files.newDirectoryStream(directory, "*.draft")) {
            for (var draft : drafts) Files.deleteIfExists(draft);
        }
    }

    private record Aged(Path file, FileTime used, long bytes) {}

    private void makeRoom() throws IOException {
        List<Aged> all = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + END)) {
            for (var file : files) {
                try {
                    all.add(new Aged(file, Files.getLastModifiedTime(file), Files.size(file)));
                } catch (NoSuchFileException e) {
                    log.debug("{} has gone meanwhile", file);
                }
            }
        }
        all.sort(Comparator.comparing(Aged::used));
        long bytes = all.stream().mapToLong(Aged::bytes).sum();
        for (var one : all) {
            if (bytes <= mostBytes) return;
            throwAway(one.file());
            bytes -= one.bytes();
        }
    }

    /// Names of scopes and DIDs may hold anything, and be longer than those of files.
    private Path file(Title title) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var part : List.of(
                    title.instance(),
                    title.account(),
                    title.did().scope(),
                    title.did().name())) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return directory.resolve(HexFormat.of().formatHex(digest.digest(), 0, 16) + END);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static Path journal(Path file) {
        return file.resolveSibling(file.getFileName() + "-journal");
    }
}
