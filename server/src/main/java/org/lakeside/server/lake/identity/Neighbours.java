package org.lakeside.server.lake.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lakeside.auth.x509.credential.SecretFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The other services of this user that work through the one that owns the store: each says there, in a file named by
/// its process, where its files for kernels and terminals are.
public final class Neighbours {
    private static final Logger log = LoggerFactory.getLogger(Neighbours.class);

    private final Path directory;

    /// @param state the owner's state directory, which only its user may enter
    public Neighbours(Path state) {
        this.directory = state.resolve("neighbours");
    }

    public void announce(long pid, Path files) throws IOException {
        KernelFiles.prepare(directory);
        SecretFile.write(note(pid), files.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8));
    }

    public void withdraw(long pid) {
        try {
            Files.deleteIfExists(note(pid));
        } catch (IOException e) {
            log.debug("{} could not be removed: {}", note(pid), e.getMessage());
        }
    }

    /// Those of processes that live; the notes of others are removed.
    List<Path> files() {
        List<Path> found = new ArrayList<>();
        if (!Files.isDirectory(directory)) return found;
        try (var notes = Files.newDirectoryStream(directory, "[0-9]*")) {
            for (var note : notes) files(note).ifPresent(found::add);
        } catch (IOException | UncheckedIOException e) {
            log.debug("{} could not be read: {}", directory, e.getMessage());
        }
        return found;
    }

    private static Optional<Path> files(Path note) throws IOException {
        try {
            var pid = Long.parseLong(note.getFileName().toString());
            if (ProcessHandle.of(pid).isPresent())
                return Optional.of(Path.of(Files.readString(note, StandardCharsets.UTF_8)));
        } catch (NumberFormatException | InvalidPathException e) {
            // no note of ours
        }
        Files.deleteIfExists(note);
        return Optional.empty();
    }

    private Path note(long pid) {
        return directory.resolve(Long.toString(pid));
    }
}
