package org.lakeside.server.lake.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.lakeside.auth.x509.X509Exception;
import org.lakeside.auth.x509.credential.SecretFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The files for kernels of a service that works through another one: copies of that one's, under names of its own.
/// What somebody has put there in a terminal stays until there is something newer.
public final class FollowedFiles {
    private static final Logger log = LoggerFactory.getLogger(FollowedFiles.class);

    private final Path directory;
    private final OwnFiles own;
    /// What they had at the last look, by its mark.
    private final Map<String, String> seen = new HashMap<>();

    public FollowedFiles(Path directory) {
        this.directory = directory;
        this.own = new OwnFiles(directory);
    }

    /// Brings what has changed there since the last time. Never fails: the next time may do.
    public synchronized void follow(Path theirs) {
        if (theirs.equals(directory)) return;
        try {
            Map<String, byte[]> there = new HashMap<>();
            if (Files.isDirectory(theirs))
                try (var files = Files.newDirectoryStream(theirs, KernelFiles.ANY_NAME)) {
                    for (var file : files) there.put(file.getFileName().toString(), SecretFile.readPublic(file));
                }
            for (var name : own.names()) if (!there.containsKey(name)) forget(name);
            for (var file : there.entrySet()) bring(file.getKey(), file.getValue());
        } catch (IOException | X509Exception e) {
            log.debug("the files for kernels in {} could not be followed: {}", theirs, e.getMessage());
        }
    }

    /// There is nobody to follow any more. What cannot be renewed from here goes; a proxy stays, to log in with.
    public synchronized void end() {
        try {
            for (var name : own.names()) if (!name.startsWith(KernelFiles.PROXY)) forget(name);
        } catch (IOException e) {
            log.warn("files for kernels in {} could not be removed: {}", directory, e.getMessage());
        }
        seen.clear();
    }

    /// What is here already may be what they have it from.
    private void bring(String name, byte[] content) throws IOException {
        try {
            var mark = OwnFiles.mark(content);
            var here = directory.resolve(name);
            if (mark.equals(seen.get(name)) && Files.exists(here)) return;
            if (!Files.exists(here) || !SameCredential.isIn(here, content)) own.write(here, content);
            seen.put(name, mark);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private void forget(String name) throws IOException {
        own.delete(directory.resolve(name));
        seen.remove(name);
    }
}
