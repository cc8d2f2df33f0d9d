package org.lakeside.auth.x509.trust;

import static org.lakeside.auth.x509.X509Exception.Kind.UNREADABLE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.lakeside.auth.x509.X509Exception;

/// The files of a directory of authorities as they are at one moment, so that a change shows by comparing two of
/// these.
///
/// Two names may be links to one file: [Seen#real] is the same then.
///
/// @param byName only names that mean something: `1a2b3c4d.0`, `.r0`, `.signing_policy`, `.namespaces`
record DirectoryFiles(Path directory, Map<String, Seen> byName) {
    private static final Pattern HASHED = Pattern.compile("[0-9a-f]{8}\\.(\\d+|r\\d+|signing_policy|namespaces)");

    /// @param inode or what the file system has instead
    record Seen(
            Path real,
            FileTime changed,
            long size,
            @Nullable Object inode) {}

    static DirectoryFiles in(Path directory) {
        var found = new TreeMap<String, Seen>();
        try (var files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (HASHED.matcher(name).matches()) see(file, name, found);
            }
        } catch (IOException e) {
            throw new X509Exception(
                    UNREADABLE,
                    "The directory of authorities %s cannot be read. Name the one of your site, often /etc/grid-security/certificates."
                            .formatted(directory),
                    e);
        }
        return new DirectoryFiles(directory, found);
    }

    private static void see(Path file, String name, Map<String, Seen> found) {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (attributes.isRegularFile())
                found.put(
                        name,
                        new Seen(
                                file.toRealPath(),
                                attributes.lastModifiedTime(),
                                attributes.size(),
                                attributes.fileKey()));
        } catch (IOException e) {
            return; // a link to nothing, or it has just gone
        }
    }
}
