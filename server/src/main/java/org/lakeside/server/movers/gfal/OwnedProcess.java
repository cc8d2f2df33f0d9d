package org.lakeside.server.movers.gfal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A child process with all that it starts: it ends with [#close], and with this process, however that ends.
///
/// Where there is `setsid`, it is the first of a session of its own, so that it has no terminal to ask
/// on, and beside it waits a shell for the end of its input, which comes when we close it or are gone,
/// and ends the whole group. Elsewhere, as on a Mac, its children are ended one by one, and nothing ends
/// them when we are killed.
final class OwnedProcess implements AutoCloseable {
    private static final int MOST_OUTPUT = 64 * 1024;
    private static final Duration TIME_TO_DIE = Duration.ofSeconds(5);
    /// A grandchild may hold the other end of what its parent, which is gone, has written to.
    private static final Duration TIME_TO_HEAR = Duration.ofSeconds(5);
    private static final String SETSID = "setsid";

    /// The arguments stay a list: `"$@"`. Nothing of them is ever part of this text.
    private static final String WATCHED =
            "exec 3<&0; (cat <&3 >/dev/null 2>&1; kill -KILL 0) >/dev/null 2>&1 & exec 3<&-; \"$@\" </dev/null";

    private final Process process;
    private final ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();
    private final Future<String> errors;

    private OwnedProcess(Process process) {
        this.process = process;
        this.errors = readers.submit(() -> text(process.getErrorStream()));
        readers.execute(() -> drain(process.getInputStream())); // unread it fills, and blocks
    }

    /// Starts a program.
    ///
    /// @param environment all of it: nothing of ours is handed on
    /// @throws IOException when it cannot be started
    static OwnedProcess start(List<String> command, Map<String, String> environment, Path directory)
            throws IOException {
        List<String> whole = new ArrayList<>();
        find(SETSID, environment)
                .ifPresent(setsid -> whole.addAll(List.of(setsid.toString(), "sh", "-c", WATCHED, "sh")));
        whole.addAll(command);
        var builder = new ProcessBuilder(whole).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new OwnedProcess(builder.start());
    }

    /// Where a program is on the environment's path.
    static Optional<Path> find(String program, Map<String, String> environment) {
        for (var directory : environment.getOrDefault("PATH", "").split(":", -1)) {
            if (directory.isEmpty()) continue;
            var file = Path.of(directory, program);
            if (Files.isRegularFile(file) && Files.isExecutable(file)) return Optional.of(file);
        }
        return Optional.empty();
    }

    boolean ended(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    int exit() {
        return process.exitValue();
    }

    /// What it has said of errors, once it has ended.
    String errors() throws InterruptedException {
        try {
            return errors.get(TIME_TO_HEAR.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return "";
        }
    }

    private static String text(InputStream from) throws IOException {
        try (from) {
            var start = from.readNBytes(MOST_OUTPUT);
            from.transferTo(OutputStream.nullOutputStream());
            return new String(start, StandardCharsets.UTF_8);
        }
    }

    private static void drain(InputStream from) {
        try (from) {
            from.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // it was killed
        }
    }

    /// Kills what is left of it.
    @Override
    public void close() {
        var children = process.descendants().toList();
        try {
            process.getOutputStream().close(); // the watching shell kills the group
        } catch (IOException e) {
            // it is gone
        }
        children.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(TIME_TO_DIE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        readers.shutdownNow();
    }
}
