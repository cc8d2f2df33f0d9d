package org.lakeside.server.owner;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The lock on a state directory. The kernel gives it back when the process ends, however it ends.
public final class OwnerLock implements AutoCloseable {
    private static final String NAME = "owner.lock";

    /// The locks that this process has. Whoever opens such a file here and closes it again gives its lock away: POSIX.
    private static final Map<Path, OwnerNote> HELD = new ConcurrentHashMap<>();

    private final FileChannel channel;
    private final Path file;

    private OwnerLock(FileChannel channel, Path file) {
        this.channel = channel;
        this.file = file;
    }

    /// The note in a lock file that this process itself holds.
    static Optional<OwnerNote> heldHere(Path lockFile) {
        return Optional.ofNullable(HELD.get(key(lockFile)));
    }

    private static Path key(Path lockFile) {
        try {
            return lockFile.toRealPath();
        } catch (IOException e) {
            return lockFile.toAbsolutePath().normalize();
        }
    }

    public static Path fileIn(Path stateDirectory) {
        return stateDirectory.resolve(NAME);
    }

    /// Takes the lock and leaves the note, or says that another process has it.
    ///
    /// @throws IOException when files cannot be locked there
    public static synchronized Optional<OwnerLock> tryTake(Path stateDirectory, OwnerNote note) throws IOException {
        Files.createDirectories(stateDirectory);
        if (heldHere(fileIn(stateDirectory)).isPresent()) return Optional.empty();
        var channel = FileChannel.open(
                fileIn(stateDirectory),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        boolean ours = false;
        try {
            if (!lock(channel)) return Optional.empty();
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(note.bytes()), 0);
            var file = key(fileIn(stateDirectory));
            HELD.put(file, note);
            ours = true;
            return Optional.of(new OwnerLock(channel, file));
        } finally {
            if (!ours) channel.close(); // a lock without its note would keep everybody out, us too
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
        } finally {
            HELD.remove(file);
        }
    }
}
