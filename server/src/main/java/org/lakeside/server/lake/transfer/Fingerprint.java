package org.lakeside.server.lake.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// How a file on the disk shows that nobody has touched it.
///
/// @param modified nanoseconds since 1970
public record Fingerprint(long bytes, long modified, long inode) {
    /// Of a regular file; empty when there is none.
    static Optional<Fingerprint> of(Path path) {
        try {
            Map<String, Object> seen = Files.readAttributes(
                    path, "unix:size,lastModifiedTime,ino,isRegularFile", LinkOption.NOFOLLOW_LINKS);
            if (!Boolean.TRUE.equals(seen.get("isRegularFile"))) return Optional.empty();
            return Optional.of(new Fingerprint(
                    number(seen.get("size")),
                    seen.get("lastModifiedTime") instanceof FileTime time ? time.to(TimeUnit.NANOSECONDS) : 0,
                    number(seen.get("ino"))));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : -1;
    }
}
