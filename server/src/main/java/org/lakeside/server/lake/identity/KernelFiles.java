package org.lakeside.server.lake.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.lakeside.auth.x509.X509Exception;
import org.lakeside.auth.x509.credential.SecretFile;
import org.lakeside.auth.x509.proxy.GridProxy;
import org.lakeside.auth.x509.proxy.ProxyFile;
import org.lakeside.rucio.client.BearerToken;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Proxies and tokens for kernels and terminals, under names that stay for the life of the service: `x509_proxy` and
/// `bearer_token` are the default instance's, `x509_proxy.NAME` and `bearer_token.NAME` every instance's own. Each is
/// replaced whole, with mode 0600; what somebody logs out of is deleted.
public final class KernelFiles {
    private static final Logger log = LoggerFactory.getLogger(KernelFiles.class);

    private final Path directory;
    private final String byDefault;

    public KernelFiles(Path directory, String byDefault) {
        this.directory = directory;
        this.byDefault = byDefault;
    }

    /// Where the default instance's proxy is, or will be.
    public Path proxy() {
        return directory.resolve("x509_proxy");
    }

    /// Where the default instance's token is, or will be.
    public Path token() {
        return directory.resolve("bearer_token");
    }

    /// Writes what there is, and deletes what there is no longer. Never fails: a login is good without.
    synchronized void update(String instance, Optional<GridProxy> proxy, Optional<BearerToken> token) {
        try {
            if (proxy.isPresent() || token.isPresent())
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            for (var file : names(proxy(), instance)) {
                if (proxy.isPresent()) ProxyFile.write(proxy.get(), file);
                else Files.deleteIfExists(file);
            }
            for (var file : names(token(), instance)) {
                if (token.isPresent())
                    SecretFile.write(file, (token.get().value() + "\n").getBytes(StandardCharsets.UTF_8));
                else Files.deleteIfExists(file);
            }
        } catch (IOException | X509Exception e) {
            log.warn("{}: the files for kernels in {} could not be written: {}", instance, directory, e.getMessage());
        }
    }

    private List<Path> names(Path file, String instance) {
        var own = file.resolveSibling(file.getFileName() + "." + instance);
        return instance.equals(byDefault) ? List.of(file, own) : List.of(own);
    }
}
