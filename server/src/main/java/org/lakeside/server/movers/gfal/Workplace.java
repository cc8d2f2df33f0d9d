package org.lakeside.server.movers.gfal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import org.lakeside.auth.x509.credential.SecretFile;
import org.lakeside.auth.x509.proxy.GridProxy;
import org.lakeside.auth.x509.proxy.ProxyFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A directory for one run of a tool, closed to others and gone afterwards: its home, the proxy, what it writes.
final class Workplace implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Workplace.class);

    private final Path directory;

    private Workplace(Path directory) {
        this.directory = directory;
    }

    static Workplace below(Path parent) throws IOException {
        Files.createDirectories(parent);
        var closed = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        return new Workplace(Files.createTempDirectory(parent, "run-", closed));
    }

    /// What earlier processes left when they were killed.
    static void tidy(Path parent) {
        if (!Files.isDirectory(parent)) return;
        try (var left = Files.list(parent)) {
            left.filter(path -> path.getFileName().toString().startsWith("run-"))
                    .forEach(path -> new Workplace(path).close());
        } catch (IOException e) {
            log.warn("what is left in {} could not be removed: {}", parent, e.getMessage());
        }
    }

    Path directory() {
        return directory;
    }

    Path file() {
        return directory.resolve("file");
    }

    Path put(GridProxy proxy) {
        var file = directory.resolve("proxy");
        ProxyFile.write(proxy, file);
        return file;
    }

    /// Where gfal-copy reads the address from, a line of it.
    String putAddress(String address) {
        var file = directory.resolve("address");
        SecretFile.write(file, (address + "\n").getBytes(StandardCharsets.UTF_8));
        return file.toString();
    }

    long bytesSoFar() {
        try {
            return Files.size(file());
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public void close() {
        try (var all = Files.walk(directory)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(path);
        } catch (IOException e) {
            log.warn("{} could not be removed: {}", directory, e.getMessage());
        }
    }
}
