package org.lakeside.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// Notices when the process that started this one is gone, also when it was killed and could tell nobody.
/// A process is its number and the tick at which it started, so that a number used again is not mistaken for it.
final class ParentWatch implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final String UNKNOWN = "";

    private final OptionalLong pid;
    private final Thread thread;

    private ParentWatch(OptionalLong pid, Runnable whenGone) {
        this.pid = pid;
        this.thread =
                Thread.ofVirtual().name("parent-watch").unstarted(() -> pid.ifPresent(one -> watch(one, whenGone)));
    }

    static ParentWatch start(OptionalLong pid, Runnable whenGone) {
        var watch = new ParentWatch(pid, whenGone);
        watch.thread.start();
        return watch;
    }

    private static void watch(long pid, Runnable whenGone) {
        var started = startOf(pid);
        try {
            while (started.isPresent() && startOf(pid).equals(started)) Thread.sleep(PAUSE);
            whenGone.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// When the process started, in the kernel's own ticks; empty when it is gone or a zombie. Java's `startInstant` is
    /// too coarse to compare (seen 0.6 s off), so it is not used where the kernel can be asked.
    static Optional<String> startOf(long pid) {
        var stat = Path.of("/proc", Long.toString(pid), "stat");
        try {
            var text = Files.readString(stat);
            var fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
            return fields[0].equals("Z") || fields[0].equals("X") ? Optional.empty() : Optional.of(fields[19]);
        } catch (IOException e) {
            if (Files.isDirectory(Path.of("/proc/self"))) return Optional.empty();
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).map(alive -> UNKNOWN);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    @Override
    public String toString() {
        return pid.isPresent() ? "parent " + pid.getAsLong() : "no parent";
    }
}
