package org.lakeside.server.movers.gfal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/// A `gfal-copy` that does what a test wants, in a directory of its own on a path that has the usual tools too.
record FakeGfal(Path directory) {
    /// A script in which `$to` is the file to write.
    FakeGfal copying(String script) throws IOException {
        return with("gfal-copy", "for last; do :; done; to=${last#file://}\n" + script);
    }

    FakeGfal with(String name, String script) throws IOException {
        Files.createDirectories(directory);
        var file = directory.resolve(name);
        Files.writeString(file, "#!/bin/bash\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return this;
    }

    GfalTools tools() {
        return new GfalTools(Map.of(
                "PATH", directory + ":/usr/bin:/bin", "HOME", "/home/jane", "SECRET_OF_JUPYTER", "marker-of-a-secret"));
    }
}
