package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The life of the process: a real JVM, ended in every way that Jupyter ends it.
class ServeTest {
    private static final Map<String, String> SETTINGS = Map.of("LAKESIDE_RUCIO_URL", "http://127.0.0.1:1");

    @TempDir
    Path home;

    @Test
    void itEndsWhenItsParentIsKilled() throws IOException, InterruptedException {
        var parent = new ProcessBuilder("sleep", "60").start();
        try (var service = ServiceProcess.start(home, "s", SETTINGS, "--parent", Long.toString(parent.pid()))
                .ready()) {
            parent.destroyForcibly();

            assertThat(service.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(service.process().exitValue()).isZero();
        }
    }

    @Test
    void aSignalEndsItInTimeAlsoWhileSomebodyListensToEvents() throws Exception {
        try (var service = ServiceProcess.start(home, "s", SETTINGS).ready();
                var listeners = Executors.newVirtualThreadPerTaskExecutor()) {
            var begun = new CountDownLatch(1);
            var stream = listeners.submit(() -> service.api().wholeStream("/events", begun::countDown));
            begun.await();

            assertThat(service.terminate()).isLessThan(Duration.ofSeconds(30));
            assertThat(stream.isCancelled()).isFalse();
            assertThat(home.resolve("s")).doesNotExist();
        }
    }

    @Test
    void afterAKillItStartsOnTheSameSocket() throws IOException, InterruptedException {
        try (var first = ServiceProcess.start(home, "s", SETTINGS).ready()) {
            first.kill();
            assertThat(home.resolve("s")).exists();
        }
        try (var second = ServiceProcess.start(home, "s", SETTINGS).ready()) {
            assertThat(second.owns()).isTrue();
        }
    }

    @Test
    void withWrongSettingsItStaysAndSaysWhatIsWrong() throws IOException, InterruptedException {
        try (var service = ServiceProcess.start(home, "s", Map.of("LAKESIDE_RUCIO_TIMEOUT", "soon"))
                .ready()) {
            var health = service.api().get("/health");

            assertThat(health.json().path("state").asString()).isEqualTo("misconfigured");
            assertThat(health.text()).contains("LAKESIDE_RUCIO_TIMEOUT is 'soon'");
            assertThat(service.api().get("/instances").problem()).isEqualTo("misconfigured");
        }
    }

    @Test
    void aStateDirectoryThatCannotBeIsAWrongSetting() throws IOException, InterruptedException {
        var file = Files.createFile(home.resolve("file"));
        var settings = Map.of(
                "LAKESIDE_RUCIO_URL",
                "http://127.0.0.1:1",
                "LAKESIDE_STATE_DIR",
                file.resolve("state").toString());
        try (var service = ServiceProcess.start(home, "s", settings).ready()) {
            assertThat(service.api().get("/instances").text()).contains("misconfigured", "state_dir " + file);
        }
    }

    @Test
    void argumentsThatAreNoneAreSaidSo() throws IOException, InterruptedException {
        try (var service = ServiceProcess.start(home, "s", SETTINGS, "--port", "80")) {
            assertThat(service.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(service.process().exitValue()).isEqualTo(2);
            assertThat(service.log()).contains("usage: lakeside serve --socket PATH");
        }
    }
}
