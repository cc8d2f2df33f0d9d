package org.lakeside.auth.x509.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// An official command that a test runs: with arguments as a list, its own environment, and a limit.
public final class Tool {
    /// How it ended; both outputs in one text.
    public record Outcome(int exit, String output) {
        public boolean ok() {
            return exit == 0;
        }

        @Override
        public String toString() {
            return "exit " + exit + ": " + output;
        }
    }

    private final List<String> command;
    private final Map<String, String> environment = new HashMap<>();
    private String input = "";
    private long seconds = 60;

    private Tool(List<String> command) {
        this.command = command;
    }

    public static Tool of(Object... command) {
        return new Tool(
                new ArrayList<>(Arrays.stream(command).map(Object::toString).toList()));
    }

    public Tool with(String variable, Object value) {
        environment.put(variable, value.toString());
        return this;
    }

    public Tool input(String text) {
        input = text;
        return this;
    }

    public Tool limit(long limit) {
        seconds = limit;
        return this;
    }

    /// Runs it to its end.
    public Outcome run() {
        try {
            Path output = Files.createTempFile("tool", ".out");
            Path given = Files.writeString(Files.createTempFile("tool", ".in"), input, UTF_8);
            try {
                var builder = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .redirectInput(given.toFile());
                builder.environment().putAll(environment);
                Process process = builder.start();
                if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError(
                            "not ended after " + seconds + " s: " + command + "\n" + Files.readString(output));
                }
                return new Outcome(process.exitValue(), new String(Files.readAllBytes(output), UTF_8));
            } finally {
                Files.deleteIfExists(output);
                Files.deleteIfExists(given);
            }
        } catch (IOException e) {
            throw new AssertionError("cannot run " + command.getFirst() + ": is it installed?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// Runs it; it must succeed. Gives what it printed.
    public String mustRun() {
        Outcome outcome = run();
        if (!outcome.ok()) throw new AssertionError(command + " ended with " + outcome);
        return outcome.output();
    }
}
