package org.lakeside.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.server.LakeUnderTest;
import org.lakeside.server.Main;
import org.lakeside.server.cli.Lines.Ended;
import tools.jackson.databind.JsonNode;

/// The command line against the real Rucio and the real storages of the test bed, some of it as a process of its own.
@Timeout(180)
class LakesideIT {
    @TempDir
    Path home;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void settings() {
        environment.putAll(Map.of(
                "LAKESIDE_RUCIO_URL", LakeUnderTest.variable("LAKE_RUCIO_URL"),
                "LAKESIDE_RUCIO_NAME", "lake",
                "LAKESIDE_RUCIO_LABEL", "Little lake",
                "LAKESIDE_CA_FILES", LakeUnderTest.variable("LAKE_CA"),
                "LAKESIDE_DATA_DIR", home.resolve("data").toString(),
                "LAKESIDE_STATE_DIR", home.resolve("state").toString()));
        assertThat(lines().withInput("secret").run("login", "-u", "alice", "--password-file", "-"))
                .returns(0, Ended::code);
    }

    @Test
    void oddNamesAreFoundListedAndFetched() {
        assertThat(lines().run("search", "odd:").code()).isZero();
        JsonNode rows = lines().run("ls", "odd:names", "--json").json().path("rows");

        Ended got = lines().run("get", "-q", "odd:names");

        assertThat(got.code()).isZero();
        assertThat(got.out().lines()).hasSize(rows.size());
        assertThat(got.out().lines().map(Path::of)).allMatch(Files::isRegularFile);
    }

    @Test
    void bytesAreThoseOfTheStorage() throws IOException, InterruptedException {
        JsonNode files =
                lines().run("get", "--json", "data:ok").json().path("handles").path("files");

        assertThat(files).hasSize(5);
        for (JsonNode file : files) {
            Path stored =
                    Path.of(LakeUnderTest.lake("file", "OPEN", file.path("did").asString("")));
            assertThat(Path.of(file.path("path").asString(""))).hasSameBinaryContentAs(stored);
        }
    }

    @Test
    void aFileThatCannotBeVerifiedFailsAndTheOthersStay() {
        assertThat(lines().run("get", "-q", "data:badsum"))
                .returns(1, Ended::code)
                .satisfies(ended -> assertThat(ended.out()).endsWith("badsum.good\n"))
                .satisfies(ended -> assertThat(ended.err()).contains("data:badsum.bin"));
    }

    @Test
    void whatIsNotThereAndAWrongPasswordAreTold() {
        assertThat(lines().run("get", "data:nonex")).returns(4, Ended::code);
        assertThat(lines().answering("wrong").run("login", "-u", "alice")).returns(3, Ended::code);
        assertThat(lines().run("search", "data:ok")).returns(0, Ended::code); // and the login before is still good
    }

    @Test
    void interruptedWithCtrlCItEndsAtOnceAndTheNextGoesOn() throws IOException, InterruptedException {
        LakeUnderTest.faults("storage", "{\"rate\": 1000000}");
        try {
            Process get = start("get", "faults:large");
            awaitLine(get, "running");
            new ProcessBuilder("kill", "-INT", Long.toString(get.pid())).start().waitFor();

            assertThat(get.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(get.exitValue()).isEqualTo(130);
        } finally {
            LakeUnderTest.noFaults();
        }

        assertThat(lines().run("get", "-q", "faults:large"))
                .returns(0, Ended::code)
                .satisfies(ended -> assertThat(Path.of(ended.out().strip())).hasSize(32L << 20));
    }

    @Test
    void withTheServiceKilledTheCommandGoesOnByItself() throws IOException, InterruptedException {
        LakeUnderTest.faults("storage", "{\"rate\": 2000000}");
        try {
            Path socket = home.resolve("s");
            Process service = start("serve", "--socket", socket.toString());
            awaitLine(service, "listens on");
            Process get = start("get", "faults:large");
            awaitLine(get, "running");

            service.destroyForcibly().waitFor();
            LakeUnderTest.noFaults();

            assertThat(get.waitFor(100, TimeUnit.SECONDS)).isTrue();
            assertThat(get.exitValue()).isZero();
            assertThat(home.resolve("data/lake/faults/large.bin")).hasSize(32L << 20);
        } finally {
            LakeUnderTest.noFaults();
        }
    }

    private Lines lines() {
        return new Lines(environment);
    }

    /// As a process of its own; what it says on standard error is in its input stream.
    private Process start(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static void awaitLine(Process process, String words) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder before = new StringBuilder();
        for (String line = lines.readLine(); ; line = lines.readLine()) {
            assertThat(line).as("'%s' after %s", words, before).isNotNull();
            before.append(line).append('\n');
            if (line.contains(words)) {
                Thread.ofVirtual().start(() -> lines.lines().forEach(_ -> {})); // or it would wait for its reader
                return;
            }
        }
    }
}
