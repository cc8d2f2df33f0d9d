package org.lakeside.server.owner;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/// What the owner of a store writes into its lock file, for those who find it locked.
public record OwnerNote(long pid, String host, Instant started, Path socket) {

    record NoteJson(
            long pid,
            @Nullable String host,
            @Nullable String started,
            @Nullable String socket) {}

    /// Reads the note of the owner.
    public static Optional<OwnerNote> read(Path lockFile) {
        var own = OwnerLock.heldHere(lockFile);
        if (own.isPresent()) return own;
        try {
            var json = JsonMapper.shared().readValue(Files.readAllBytes(lockFile), NoteJson.class);
            if (json == null || json.host() == null || json.started() == null || json.socket() == null)
                return Optional.empty();
            return Optional.of(
                    new OwnerNote(json.pid(), json.host(), Instant.parse(json.started()), Path.of(json.socket())));
        } catch (IOException | JacksonException | DateTimeException e) {
            return Optional.empty(); // not there, or just being written
        }
    }

    /// Without Jackson's mapper: this is written at every start, and loading the mapper takes a third of one.
    byte[] bytes() {
        var bytes = new ByteArrayOutputStream();
        try (var json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject()
                    .writeNumberProperty("pid", pid)
                    .writeStringProperty("host", host)
                    .writeStringProperty("started", started.toString())
                    .writeStringProperty("socket", socket.toString())
                    .writeEndObject();
        }
        return bytes.toByteArray();
    }
}
