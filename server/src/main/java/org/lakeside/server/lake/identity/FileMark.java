package org.lakeside.server.lake.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// By what one sees without reading it that a file, or who may read it, is another than before.
record FileMark(Map<String, Object> attributes) {
    FileMark {
        attributes = Map.copyOf(attributes);
    }

    /// Empty when there is no file.
    static Optional<FileMark> of(Path file) {
        try {
            return Optional.of(new FileMark(Files.readAttributes(file, "unix:ctime,ino,size")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
