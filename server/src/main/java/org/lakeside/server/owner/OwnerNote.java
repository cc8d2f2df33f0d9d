package org.lakeside.server.owner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What the owner of a store writes into its lock file, for those who find it locked.
public record OwnerNote(long pid, String host, Instant started, Path socket) {

    record NoteJson(
            long pid,
            @Nullable String host,
            @Nullable String started,
            @Nullable String socket) {}

    /// Reads the note of another process.
    ///
    /// Not for the owner itself: POSIX drops a process's lock as soon as it closes any handle of the file.
    public static Optional<OwnerNote> read(Path lockFile) {
        try {
            var json = JsonMapper.shared().readValue(Files.readAllBytes(lockFile), NoteJson.class);
            if (json == null || json.host() == null || json.started() == null || json.socket() == null)
                return Optional.empty();
            return Optional.of(
                    new OwnerNote(json.pid(), json.host(), Instant.parse(json.started()), Path.of(json.socket())));
        } catch (IOException | JacksonException | java.time.DateTimeException e) {
            return Optional.empty(); // not there, or just being written
        }
    }

    byte[] bytes() {
        return JsonMapper.shared().writeValueAsBytes(new NoteJson(pid, host, started.toString(), socket.toString()));
    }
}
