package org.lakeside.server.owner;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// The lock on a state directory. The kernel gives it back when the process ends, however it ends.
public final class OwnerLock implements AutoCloseable {
    private static final String NAME = "owner.lock";

    private final FileChannel channel;

    private OwnerLock(FileChannel channel) {
        this.channel = channel;
    }

    public static Path fileIn(Path stateDirectory) {
        return stateDirectory.resolve(NAME);
    }

    /// Takes the lock and leaves the note, or says that another process has it.
    ///
    /// @throws IOException when files cannot be locked there
    public static Optional<OwnerLock> tryTake(Path stateDirectory, OwnerNote note) throws IOException {
        Files.createDirectories(stateDirectory);
        var channel = FileChannel.open(
                fileIn(stateDirectory),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        boolean taken = false;
        try {
            taken = lock(channel);
            if (!taken) return Optional.empty();
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(note.bytes()), 0);
            return Optional.of(new OwnerLock(channel));
        } finally {
            if (!taken) channel.close();
        }
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // another service in this very process
        }
    }

    @Override
    public void close() {
        try {
            channel.truncate(0);
            channel.close();
        } catch (IOException e) {
            // The end of the process releases it.
        }
    }
}
