package org.lakeside.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.lakeside.server.api.Api;
import org.lakeside.server.api.Standing;
import org.lakeside.server.api.Standing.State.Misconfigured;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;
import org.lakeside.server.lake.identity.KernelFiles;
import org.lakeside.server.owner.Host;
import org.lakeside.server.owner.OwnerNote;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running service: from [#start] until [#close] it answers on its socket.
public final class Service implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Service.class);

    private static final Pattern ON_A_NETWORK =
            Pattern.compile("nfs.*|cifs|smb.*|9p|afs|lustre|gpfs|beegfs|ceph|fuse\\.(sshfs|ceph.*|glusterfs)");

    private final Api api;
    private final Runnable end;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Service(Api api, Runnable end) {
        this.api = api;
        this.end = end;
    }

    /// Starts on `socket`, whose directory the caller has made for its user alone. Wrong settings do not stop it:
    /// it then answers with what is wrong, so that the panel can show it.
    public static Service start(Path socket, Map<String, String> environment) {
        try {
            var ownership = claim(Settings.read(environment), socket, environment);
            var api = Api.start(socket, Version.text(), ownership);
            ownership.work();
            return new Service(api, ownership::close);
        } catch (WrongSettings e) {
            log.error("{}", e.getMessage());
            return misconfigured(socket, e.problems());
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) return;
        end.run();
        api.close();
    }

    private static Ownership claim(Settings settings, Path socket, Map<String, String> environment) {
        try {
            var clock = Clock.system(ZoneId.systemDefault());
            privateDirectory(settings.stateDir());
            Files.createDirectories(settings.dataDir());
            warnOfNetwork(settings.stateDir());
            var self = new OwnerNote(ProcessHandle.current().pid(), Host.name(), Instant.now(clock), socket);
            var surroundings = Wiring.Surroundings.of(socket, environment);
            KernelFiles.prepare(surroundings.kernelFiles());
            return Ownership.claim(
                    settings.stateDir(), self, state -> new Wiring(settings, state, surroundings, clock));
        } catch (IOException e) {
            throw new WrongSettings(List.of("data_dir %s or state_dir %s cannot be used: %s"
                    .formatted(settings.dataDir(), settings.stateDir(), e)));
        }
    }

    /// SQLite and locks are only sound on a local disk.
    private static void warnOfNetwork(Path stateDirectory) {
        var type = fileSystem(stateDirectory);
        if (ON_A_NETWORK.matcher(type).matches())
            log.warn(
                    "state_dir {} lies on a network file system ({}); set LAKESIDE_STATE_DIR to a directory on a local disk",
                    stateDirectory,
                    type);
    }

    /// By its name in the mount table; empty where that does not have it, as in a chroot.
    private static String fileSystem(Path directory) {
        try {
            return Files.getFileStore(directory).type();
        } catch (IOException e) {
            log.info("which file system {} lies on is unknown: {}", directory, e.getMessage());
            return "";
        }
    }

    private static void privateDirectory(Path directory) throws IOException {
        if (directory.getParent() != null) Files.createDirectories(directory.getParent());
        if (!Files.isDirectory(directory))
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private static Service misconfigured(Path socket, List<String> wrong) {
        Standing.State state =
                new Misconfigured(wrong.stream().map(Service::problem).toList());
        return new Service(Api.start(socket, Version.text(), () -> state), () -> {});
    }

    private static Problem problem(String words) {
        return new Problem(
                Kind.MISCONFIGURED,
                "The settings cannot be used: %s.".formatted(words),
                "Correct the settings, then restart Jupyter.");
    }
}
