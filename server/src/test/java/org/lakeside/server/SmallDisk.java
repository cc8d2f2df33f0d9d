package org.lakeside.server;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A disk in memory that is soon full. Where this user may not mount one, the test is skipped.
public final class SmallDisk implements AutoCloseable {
    private final Path directory;
    private final Path hog;

    private SmallDisk(Path directory) {
        this.directory = directory;
        this.hog = directory.resolve("hog");
    }

    /// Mounts one at `directory`.
    public static SmallDisk at(Path directory, int bytes) throws IOException {
        Files.createDirectories(directory);
        boolean mounts = run("mount", "-t", "tmpfs", "-o", "size=" + bytes, "tmpfs", directory.toString());
        assumeTrue(mounts, "this user may not mount a small disk");
        return new SmallDisk(directory);
    }

    /// Somebody writes so much to it.
    public void take(int bytes) {
        try {
            Files.write(hog, new byte[bytes]);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Somebody writes until no byte is left.
    public void fill() throws IOException {
        try (var out = Files.newOutputStream(hog)) {
            byte[] page = new byte[4096];
            while (directory.toFile().getUsableSpace() > 0) out.write(page);
        }
    }

    /// And throws it away again.
    public void free() throws IOException {
        Files.delete(hog);
    }

    @Override
    public void close() {
        run("umount", directory.toString());
    }

    private static boolean run(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .onExit()
                            .join()
                            .exitValue()
                    == 0;
        } catch (IOException e) {
            return false; // there is no such command
        }
    }
}
