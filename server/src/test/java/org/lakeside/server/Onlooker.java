package org.lakeside.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// Looks for secrets, again and again until it is closed: at the words of every process, at the environment of our
/// children, and at files whose mode is wider than 0600.
final class Onlooker implements AutoCloseable {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path home;
    private final List<String> secrets;
    private final Set<String> seen = new TreeSet<>();
    private final Thread watch;
    private volatile boolean ended;

    /// Begins at once.
    Onlooker(Path home, List<String> secrets) {
        this.home = home;
        this.secrets = secrets;
        this.watch = Thread.ofPlatform().name("onlooker").start(this::watch);
    }

    private void watch() {
        while (!ended) {
            look();
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    /// Looks once, now.
    synchronized void look() {
        for (var process : processes()) look(process.resolve("cmdline"));
        ProcessHandle.current()
                .descendants()
                .forEach(child -> look(Path.of("/proc", String.valueOf(child.pid()), "environ")));
        for (var file : openFiles()) look(file);
    }

    private void look(Path file) {
        try {
            var content = Files.readString(file, StandardCharsets.ISO_8859_1);
            for (int i = 0; i < secrets.size(); i++)
                if (content.contains(secrets.get(i))) seen.add("secret %d in %s".formatted(i, file));
        } catch (IOException e) {
            // It has ended, or is somebody else's.
        }
    }

    private static List<Path> processes() {
        try (var all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            List<Path> processes = new ArrayList<>();
            all.forEach(processes::add);
            return processes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> openFiles() {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(Files::isRegularFile).filter(Onlooker::isOpen).toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of(); // something went while it was looked at: the next look sees the rest
        }
    }

    private static boolean isOpen(Path file) {
        try {
            return !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file));
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where secrets were seen, without the secrets.
    synchronized Set<String> seen() {
        return Set.copyOf(seen);
    }

    @Override
    public void close() {
        ended = true;
        LockSupport.unpark(watch);
    }
}
