package org.lakeside.server.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One process cannot see what its own lock does to others: that is in `OwnersIT`.
class OwnerLockTest {
    private static final OwnerNote NOTE =
            new OwnerNote(42, "here", Instant.parse("2026-11-21T10:00:00Z"), Path.of("/run/one/s"));

    @TempDir
    Path state;

    @Test
    void theLockIsTakenOnce() throws IOException {
        try (var first = OwnerLock.tryTake(state, NOTE).orElseThrow()) {
            assertThat(first).isNotNull();
            assertThat(OwnerLock.tryTake(state, NOTE)).isEmpty();
        }
        assertThat(OwnerLock.tryTake(state, NOTE)).isPresent();
    }

    @Test
    void itSaysWhereTheOwnerListens() throws IOException {
        try (var first = OwnerLock.tryTake(state, NOTE).orElseThrow()) {
            assertThat(first).isNotNull();
            assertThat(OwnerNote.read(OwnerLock.fileIn(state))).contains(NOTE);
        }
    }

    @Test
    void aLockWhoseNoteCannotBeWrittenIsGivenBack() throws IOException {
        var lockFile = Files.createSymbolicLink(OwnerLock.fileIn(state), Path.of("/dev/full"));
        assertThatIOException().isThrownBy(() -> OwnerLock.tryTake(state, NOTE));

        assertThatIOException()
                .as("and not that somebody else has it")
                .isThrownBy(() -> OwnerLock.tryTake(state, NOTE));

        Files.delete(lockFile);
        assertThat(OwnerLock.tryTake(state, NOTE)).isPresent();
    }

    @Test
    void itIsItsUsersAlone() throws IOException {
        try (var first = OwnerLock.tryTake(state.resolve("new"), NOTE).orElseThrow()) {
            assertThat(first).isNotNull();
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(OwnerLock.fileIn(state.resolve("new")))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aNoteThatIsNotThereOrHalfWrittenIsNone() throws IOException {
        assertThat(OwnerNote.read(state.resolve("none"))).isEmpty();
        Files.writeString(state.resolve("half"), "{\"pid\": 42, \"host\": \"he");
        assertThat(OwnerNote.read(state.resolve("half"))).isEmpty();
        Files.writeString(state.resolve("empty"), "");
        assertThat(OwnerNote.read(state.resolve("empty"))).isEmpty();
    }
}
