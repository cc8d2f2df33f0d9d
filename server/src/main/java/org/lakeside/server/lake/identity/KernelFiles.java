package org.lakeside.server.lake.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.lakeside.auth.x509.X509Exception;
import org.lakeside.auth.x509.credential.PemFile;
import org.lakeside.auth.x509.proxy.GridProxy;
import org.lakeside.rucio.client.BearerToken;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Proxies and tokens for kernels and terminals, under names that stay for the life of the service: `x509_proxy` and
/// `bearer_token` are the default instance's, `x509_proxy.NAME` and `bearer_token.NAME` every instance's own. Each is
/// replaced whole, with mode 0600; what somebody logs out of is deleted. What somebody else has put there under such a
/// name, as `voms-proxy-init` in a terminal does, is theirs until there is something newer.
public final class KernelFiles implements Terminals {
    private static final Logger log = LoggerFactory.getLogger(KernelFiles.class);
    static final String PROXY = "x509_proxy";
    /// Those of all instances, not what is being written.
    static final String ANY_NAME = "{x509_proxy,bearer_token}*";
    private static final String TOKEN = "bearer_token";

    private final Path directory;
    private final String byDefault;
    private final Supplier<List<Path>> neighbours;

    // Guarded by `this`.
    private final OwnFiles own;
    /// What this process would have there, by its mark.
    private final Map<Path, String> offered = new HashMap<>();

    private boolean ended;

    public KernelFiles(Path directory, String byDefault) {
        this(directory, byDefault, List::of);
    }

    /// @param neighbours the same directories of this user's other services
    public KernelFiles(Path directory, String byDefault, Neighbours neighbours) {
        this(directory, byDefault, neighbours::files);
    }

    private KernelFiles(Path directory, String byDefault, Supplier<List<Path>> neighbours) {
        this.directory = directory;
        this.byDefault = byDefault;
        this.neighbours = neighbours;
        this.own = new OwnFiles(directory);
    }

    /// Makes the directory, which only its user may enter.
    public static void prepare(Path directory) throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    @Override
    public Optional<Path> proxy() {
        return made(PROXY);
    }

    @Override
    public Optional<Path> token() {
        return made(TOKEN);
    }

    private Optional<Path> made(String name) {
        var here = directory.resolve(name);
        if (isHere(name)) return Optional.of(here);
        for (var other : neighbours.get()) {
            var there = other.resolve(name);
            if (isForeign(there, new OwnFiles(other))) return Optional.of(there);
        }
        return Optional.empty();
    }

    @Override
    public Optional<Path> leftProxy(String instance) {
        return left(PROXY, instance);
    }

    @Override
    public Optional<Path> leftToken(String instance) {
        return left(TOKEN, instance);
    }

    private synchronized Optional<Path> left(String name, String instance) {
        var file = directory.resolve(name + "." + instance);
        return !offered.containsKey(file) && isOurs(file) ? Optional.of(file) : Optional.empty();
    }

    /// Somebody has put a proxy there.
    boolean hasForeignProxy() {
        return isHere(PROXY);
    }

    /// Somebody has put a token there.
    boolean hasForeignToken() {
        return isHere(TOKEN);
    }

    private synchronized boolean isHere(String name) {
        return isForeign(directory.resolve(name), own);
    }

    private static boolean isForeign(Path file, OwnFiles of) {
        try {
            return Files.exists(file) && !of.isOurs(file);
        } catch (IOException e) {
            return false;
        }
    }

    /// Writes what there is, and deletes what there is no longer. Never fails: a login is good without.
    void update(String instance, Optional<GridProxy> proxy, Optional<BearerToken> token) {
        update(instance, proxy, token, _ -> true);
    }

    /// The same before somebody has logged in: what a service before this one has left there stays.
    void updateUnlessLeft(String instance, Optional<GridProxy> proxy, Optional<BearerToken> token) {
        update(instance, proxy, token, offered::containsKey);
    }

    /// Deletes what these instances have, and writes nothing more: a round of renewals may still be under way.
    synchronized void end(Set<String> instances) {
        for (var instance : instances) update(instance, Optional.empty(), Optional.empty());
        ended = true;
    }

    private synchronized void update(
            String instance, Optional<GridProxy> proxy, Optional<BearerToken> token, Predicate<Path> mayGo) {
        if (ended) return;
        try {
            if (proxy.isPresent() || token.isPresent()) prepare(directory);
            for (var file : names(PROXY, instance)) {
                if (proxy.isPresent()) put(file, PemFile.of(proxy.get().credential()));
                else if (mayGo.test(file)) take(file);
            }
            for (var file : names(TOKEN, instance)) {
                if (token.isPresent()) put(file, line(token.get()));
                else if (mayGo.test(file)) take(file);
            }
        } catch (IOException | X509Exception e) {
            log.warn("{}: the files for kernels in {} could not be written: {}", instance, directory, e.getMessage());
        }
    }

    /// Writes what is newer than what we have offered last; what somebody has put there since then is newer than that.
    private void put(Path file, byte[] content) throws IOException {
        try {
            var mark = OwnFiles.mark(content);
            if (mark.equals(offered.get(file)) && Files.exists(file)) return;
            var isWhatSomebodyLogsInWith = isForeign(file, own) && SameCredential.isIn(file, content);
            if (!isWhatSomebodyLogsInWith) own.write(file, content);
            offered.put(file, mark);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private void take(Path file) throws IOException {
        own.delete(file);
        offered.remove(file);
    }

    private boolean isOurs(Path file) {
        try {
            return own.isOurs(file);
        } catch (IOException e) {
            return false;
        }
    }

    private static byte[] line(BearerToken token) {
        return (token.value() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private List<Path> names(String name, String instance) {
        var itsOwn = directory.resolve(name + "." + instance);
        return instance.equals(byDefault) ? List.of(directory.resolve(name), itsOwn) : List.of(itsOwn);
    }
}
