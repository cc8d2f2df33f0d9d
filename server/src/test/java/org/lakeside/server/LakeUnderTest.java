package org.lakeside.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The test bed that runs beside the integration tests, by the variables that `testbed/lake env` gives.
public final class LakeUnderTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private LakeUnderTest() {}

    public static String variable(String name) {
        return Optional.ofNullable(System.getenv(name))
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> new IllegalStateException(
                        "%s is not set: run `testbed/lake up`, then `eval \"$(testbed/lake env)\"`".formatted(name)));
    }

    /// Lets a relay (`rucio`, `storage`) misbehave; see the test bed's README, "Faults".
    public static void faults(String relay, String rules) throws IOException, InterruptedException {
        control(HttpRequest.newBuilder(URI.create(variable("LAKE_FAULTS_URL") + "/" + relay))
                .PUT(HttpRequest.BodyPublishers.ofString(rules)));
    }

    public static void noFaults() throws IOException, InterruptedException {
        control(HttpRequest.newBuilder(URI.create(variable("LAKE_FAULTS_URL") + "/"))
                .DELETE());
    }

    /// What a relay has counted since its rules were set.
    public static JsonNode relay(String name) throws IOException, InterruptedException {
        return JsonMapper.shared()
                .readTree(control(HttpRequest.newBuilder(URI.create(variable("LAKE_FAULTS_URL") + "/" + name))));
    }

    /// Runs `testbed/lake ARGUMENTS…`, and gives what it prints.
    public static String lake(String... arguments) throws IOException, InterruptedException {
        var script = Path.of("..", "testbed", "lake").toAbsolutePath().normalize();
        if (!Files.isExecutable(script)) throw new IllegalStateException("there is no " + script);
        var command = Stream.concat(Stream.of(script.toString()), Arrays.stream(arguments))
                .toList();
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0)
            throw new IllegalStateException("%s ended with %d".formatted(command, process.exitValue()));
        return printed.strip();
    }

    private static String control(HttpRequest.Builder request) throws IOException, InterruptedException {
        var answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) throw new IllegalStateException("the relays answered " + answer.body());
        return answer.body();
    }
}
