package org.lakeside.server.lake.transfer;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where the files of one store grow. Other stores may have the same data directory (another host, another state
/// directory), so each has a place of its own there.
final class Partials {
    private static final Logger log = LoggerFactory.getLogger(Partials.class);
    /// What nobody has touched for so long belongs to no store any more. Where one does come back, it costs bytes.
    private static final Duration FORGOTTEN = Duration.ofDays(30);

    private final Layout layout;
    private final StoreIndex index;
    private final Clock clock;
    // Guarded by `this`.
    private boolean tidied;

    Partials(Layout layout, StoreIndex index, Clock clock) {
        this.layout = layout;
        this.index = index;
        this.clock = clock;
    }

    /// The place, made and tidied up at its first use.
    synchronized Path place() throws IOException {
        Path own = layout.partials().resolve(index.id());
        if (tidied && Files.isDirectory(own)) return own;
        Files.createDirectories(layout.data()); // as open to others as the user likes
        Files.createDirectories(
                own, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        tidy(own);
        tidied = true;
        return own;
    }

    private void tidy(Path own) throws IOException {
        Set<String> known = index.temporaries();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(layout.partials())) {
            for (Path path : all) {
                if (path.equals(own)) removeUnknown(own, known);
                else if (Files.isDirectory(path)) removeForgottenBelow(path);
                else if (known.contains(name(path))) takeOver(path, own);
                else removeIfForgotten(path);
            }
        }
    }

    /// Version 0.1.0 first had all stores' files in one place.
    private static void takeOver(Path path, Path own) throws IOException {
        Files.move(path, own.resolve(path.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }

    /// What a killed process left without a note.
    private static void removeUnknown(Path own, Set<String> known) throws IOException {
        try (DirectoryStream<Path> lying = Files.newDirectoryStream(own)) {
            for (Path path : lying) if (!known.contains(name(path))) Files.deleteIfExists(path);
        }
    }

    private void removeForgottenBelow(Path other) {
        try {
            try (DirectoryStream<Path> lying = Files.newDirectoryStream(other)) {
                for (Path path : lying) removeIfForgotten(path);
            }
            if (forgotten(other)) Files.deleteIfExists(other);
        } catch (DirectoryNotEmptyException e) {
            log.debug("{} is still in use", other);
        } catch (IOException e) {
            log.info("{} is another store's, and cannot be looked at", other, e);
        }
    }

    private void removeIfForgotten(Path path) throws IOException {
        if (forgotten(path) && Files.deleteIfExists(path)) log.info("{} was forgotten, and is removed", path);
    }

    private boolean forgotten(Path path) throws IOException {
        Instant touched = Files.getLastModifiedTime(path).toInstant();
        return touched.plus(FORGOTTEN).isBefore(clock.instant());
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }
}
