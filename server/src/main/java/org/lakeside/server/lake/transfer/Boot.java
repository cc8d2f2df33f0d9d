package org.lakeside.server.lake.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/// Tells one start of the machine from another.
final class Boot {
    private static final Path LINUX = Path.of("/proc/sys/kernel/random/boot_id");

    private Boot() {}

    /// Where the system does not say, each process counts as a start of its own: that costs bytes, never correctness.
    static String id() {
        try {
            return Files.readString(LINUX).strip();
        } catch (IOException e) {
            return UUID.randomUUID().toString();
        }
    }
}
