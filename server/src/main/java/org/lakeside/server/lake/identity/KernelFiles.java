package org.lakeside.server.lake.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
/// replaced whole, with mode 0600; what somebody logs out of is deleted. What somebody else has put there under such a
/// name, as `voms-proxy-init` in a terminal does, is theirs until there is something newer.
public final class KernelFiles {
    private static final Logger log = LoggerFactory.getLogger(KernelFiles.class);
    static final String PROXY = "x509_proxy";
    /// Those of all instances, not what is being written.
    static final String ANY_NAME = "{x509_proxy,bearer_token}*";
    private static final String TOKEN = "bearer_token";

    private final Path directory;
    private final String byDefault;

    // Guarded by `this`.
    private final Map<Path, Written> written = new HashMap<>();

    private record Written(Object what, State state) {}

    private record State(FileTime modified, long size) {
        static Optional<State> of(Path file) throws IOException {
            try {
                var now = Files.readAttributes(file, BasicFileAttributes.class);
                return Optional.of(new State(now.lastModifiedTime(), now.size()));
            } catch (NoSuchFileException e) {
                return Optional.empty();
            }
        }
    }

    public KernelFiles(Path directory, String byDefault) {
        this.directory = directory;
        this.byDefault = byDefault;
    }

    /// Makes the directory, which only its user may enter.
    public static void prepare(Path directory) throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /// Where the default instance's proxy is, or will be.
    public Path proxy() {
        return directory.resolve(PROXY);
    }

    /// Where the default instance's token is, or will be.
    public Path token() {
        return directory.resolve(TOKEN);
    }

    /// The default instance's proxy, if somebody else has put it there.
    public synchronized Optional<Path> foreignProxy() {
        return Files.exists(proxy()) && !isOurs(proxy()) ? Optional.of(proxy()) : Optional.empty();
    }

    /// Writes what there is, and deletes what there is no longer. Never fails: a login is good without.
    synchronized void update(String instance, Optional<GridProxy> proxy, Optional<BearerToken> token) {
        try {
            if (proxy.isPresent() || token.isPresent()) prepare(directory);
            for (var file : names(proxy(), instance)) {
                if (proxy.isPresent()) put(file, proxy.get(), () -> ProxyFile.write(proxy.get(), file));
                else take(file);
            }
            for (var file : names(token(), instance)) {
                if (token.isPresent()) put(file, token.get().value(), () -> SecretFile.write(file, line(token.get())));
                else take(file);
            }
        } catch (IOException | X509Exception e) {
            log.warn("{}: the files for kernels in {} could not be written: {}", instance, directory, e.getMessage());
        }
    }

    private void put(Path file, Object what, Runnable write) throws IOException {
        var before = written.get(file);
        if (before != null && before.what().equals(what) && isOurs(file)) return;
        write.run();
        var state = State.of(file);
        if (state.isPresent()) written.put(file, new Written(what, state.get()));
    }

    private void take(Path file) throws IOException {
        if (isOurs(file)) Files.deleteIfExists(file);
        written.remove(file);
    }

    private boolean isOurs(Path file) {
        try {
            var ours = written.get(file);
            return ours != null && State.of(file).filter(ours.state()::equals).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    private static byte[] line(BearerToken token) {
        return (token.value() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private List<Path> names(Path file, String instance) {
        var own = file.resolveSibling(file.getFileName() + "." + instance);
        return instance.equals(byDefault) ? List.of(file, own) : List.of(own);
    }
}
