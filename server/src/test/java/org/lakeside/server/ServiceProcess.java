package org.lakeside.server;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.lakeside.server.api.OverSocket;

/// The service in a JVM of its own, with the flags it ships with, started from the classes that were built.
final class ServiceProcess implements AutoCloseable {
    private static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xms24m",
            "-Xmx192m",
            "-XX:MaxDirectMemorySize=64m",
            "-Djava.awt.headless=true",
            "--enable-native-access=ALL-UNNAMED");

    private final Process process;
    private final Path socket;
    private final Path errors;

    private ServiceProcess(Process process, Path socket, Path errors) {
        this.process = process;
        this.socket = socket;
        this.errors = errors;
    }

    /// Starts it, with nothing of this process's environment but what is given.
    static ServiceProcess start(Path home, String name, Map<String, String> environment, String... more)
            throws IOException {
        var socket = home.resolve(name);
        var errors = home.resolve(name + ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        var classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        command.addAll(List.of("-cp", classes, Main.class.getName(), "serve", "--socket", socket.toString()));
        command.addAll(List.of(more));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(errors.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("HOME", home.toString());
        return new ServiceProcess(builder.start(), socket, errors);
    }

    /// Waits for its first answer.
    ServiceProcess ready() {
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> {
                    if (!process.isAlive()) throw new IllegalStateException("the service ended:\n" + log());
                    return api().get("/health").status() == 200;
                });
        return this;
    }

    OverSocket api() {
        return new OverSocket(socket);
    }

    boolean owns() throws IOException {
        return api().get("/health").json().path("owner").asBoolean();
    }

    Process process() {
        return process;
    }

    String log() throws IOException {
        return Files.readString(errors);
    }

    /// SIGKILL: nothing in it gets a chance to tidy up.
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /// SIGTERM.
    ///
    /// @return how long it took to end
    Duration terminate() throws InterruptedException {
        long began = System.nanoTime();
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) throw new IllegalStateException("it did not end");
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @Override
    public void close() {
        kill();
    }
}
