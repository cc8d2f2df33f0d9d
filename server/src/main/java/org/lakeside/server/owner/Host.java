package org.lakeside.server.owner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The name of this machine, as its kernel knows it: asking the network for it may take long.
public final class Host {
    private Host() {}

    public static String name() {
        try {
            var name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
            if (!name.isEmpty()) return name;
        } catch (IOException e) {
            // not Linux
        }
        return Optional.ofNullable(System.getenv("HOSTNAME"))
                .filter(name -> !name.isBlank())
                .orElse("localhost");
    }

    /// The same as a directory's name.
    public static String directory() {
        return name().replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("^\\.", "_");
    }
}
