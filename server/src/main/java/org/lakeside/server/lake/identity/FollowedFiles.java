package org.lakeside.server.lake.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.lakeside.auth.x509.X509Exception;
import org.lakeside.auth.x509.credential.SecretFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The files for kernels of a service that works through another one: copies of that one's, under names of its own.
public final class FollowedFiles {
    private static final Logger log = LoggerFactory.getLogger(FollowedFiles.class);

    private final Path directory;
    private final Map<String, FileTime> copied = new HashMap<>();

    public FollowedFiles(Path directory) {
        this.directory = directory;
    }

    /// Brings what has changed there since the last time. Never fails: the next time may do.
    public synchronized void follow(Path theirs) {
        try {
            Map<String, FileTime> there = new HashMap<>();
            if (Files.isDirectory(theirs))
                try (var files = Files.newDirectoryStream(theirs, KernelFiles.ANY_NAME)) {
                    for (var file : files) there.put(file.getFileName().toString(), Files.getLastModifiedTime(file));
                }
            for (var name : copied.keySet().stream()
                    .filter(name -> !there.containsKey(name))
                    .toList()) forget(name);
            for (var name : there.keySet())
                if (!there.get(name).equals(copied.get(name))) copy(theirs, name, there.get(name));
        } catch (IOException | X509Exception e) {
            log.debug("the files for kernels in {} could not be followed: {}", theirs, e.getMessage());
        }
    }

    /// There is nobody to follow any more. What cannot be renewed from here goes; a proxy stays, to log in with.
    public synchronized void end() {
        try {
            for (var name : copied.keySet().stream()
                    .filter(name -> !name.equals(KernelFiles.PROXY))
                    .toList()) forget(name);
        } catch (IOException e) {
            log.warn("files for kernels in {} could not be removed: {}", directory, e.getMessage());
        }
        copied.clear();
    }

    private void copy(Path theirs, String name, FileTime modified) throws IOException {
        var content = Files.readAllBytes(theirs.resolve(name));
        try {
            SecretFile.write(directory.resolve(name), content);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
        copied.put(name, modified);
    }

    private void forget(String name) throws IOException {
        Files.deleteIfExists(directory.resolve(name));
        copied.remove(name);
    }
}
