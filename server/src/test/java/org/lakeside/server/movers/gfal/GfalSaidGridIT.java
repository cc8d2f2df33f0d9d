package org.lakeside.server.movers.gfal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.lakeside.server.lake.identity.StorageCredential;
import org.lakeside.server.lake.transfer.MoveFailure;
import org.lakeside.server.lake.transfer.MoveFailure.Kind;
import org.lakeside.server.lake.transfer.Piece;
import org.lakeside.server.lake.transfer.Source;
import org.lakeside.server.lake.transfer.Stop;

/// The real `gfal-copy` where nothing comes: what it says, what people are told of that, and how it is ended.
@EnabledIfEnvironmentVariable(
        named = "GRID_A_ROOT",
        matches = ".+",
        disabledReason = "there is no grid: testbed/gridlake up --rucio, then eval \"$(testbed/gridlake env)\"")
@Timeout(180)
class GfalSaidGridIT {
    private static final String NOBODY = "";
    private static final Duration STALL = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    private static Stream<Arguments> provoked() throws IOException {
        String root = grid("GRID_A_ROOT");
        String https = grid("GRID_A_HTTPS");
        int closed = closedPort();
        return Stream.of(
                Arguments.of(GfalSaid.ROOT_MISSING, root + "/public/nothing.txt", "carol"),
                Arguments.of(GfalSaid.ROOT_REFUSED, root + "/cms/secret.txt", "carol"),
                Arguments.of(GfalSaid.ROOT_WITHOUT_PROXY, root + "/public/readme.txt", NOBODY),
                Arguments.of(GfalSaid.ROOT_PROXY_OF_ENDED_CERTIFICATE, root + "/public/readme.txt", "expired"),
                Arguments.of(GfalSaid.ROOT_PROXY_OF_UNKNOWN_AUTHORITY, root + "/public/readme.txt", "rogue"),
                Arguments.of(GfalSaid.ROOT_DOWN, "root://localhost:" + closed + "//f", NOBODY),
                Arguments.of(GfalSaid.ROOT_UNKNOWN_HOST, "root://no-such-host.invalid//f", NOBODY),
                Arguments.of(GfalSaid.HTTPS_MISSING, https + "/public/nothing.txt", "carol"),
                Arguments.of(GfalSaid.HTTPS_REFUSED, https + "/cms/secret.txt", "carol"),
                Arguments.of(GfalSaid.HTTPS_SERVER_NOT_TRUSTED, grid("GRID_LAKE_RUCIO_HTTPS_URL") + "/ping", NOBODY),
                Arguments.of(GfalSaid.HTTPS_DOWN, "https://localhost:" + closed + "/f", NOBODY),
                Arguments.of(GfalSaid.HTTPS_UNKNOWN_HOST, "https://no-such-host.invalid/f", NOBODY),
                Arguments.of(GfalSaid.NOSUCH_SCHEME, "nosuch://localhost/f", NOBODY));
    }

    @ParameterizedTest
    @MethodSource("provoked")
    void itSaysWhatItWasSeenToSayAndPeopleAreToldWhatThatMeans(GfalSaid seen, String address, String who)
            throws Exception {
        assertThatItSays(seen, address, who);
    }

    @Test
    void aStorageThatIsBusySaysSo() throws Exception {
        try (var storage = new MockWebServer()) {
            storage.start();
            for (int i = 0; i < 20; i++)
                storage.enqueue(new MockResponse.Builder().code(503).build());

            assertThatItSays(GfalSaid.HTTP_BUSY, storage.url("/f").toString(), NOBODY);
        }
    }

    @Test
    void aStorageThatIsSilentIsGivenUp() throws Exception {
        try (var silent = silent()) {
            assertThatItSays(GfalSaid.ROOT_SILENT, "root://localhost:%d//f".formatted(silent.getLocalPort()), NOBODY);
        }
    }

    @Test
    void aCopyThatTakesLongerThanItsLimitIsEndedWithAllThatItStarted() throws Exception {
        try (var silent =
                new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) { // takes connections, says nothing
            var tools = new GfalTools(System.getenv(), Duration.ofSeconds(2));
            var mover = new GfalMover(tools, directory.resolve("work"), LONGEST, _ -> new StorageCredential.Nothing());
            var source = new Source("SITE-A", URI.create("root://localhost:%d//f".formatted(silent.getLocalPort())));

            var failure = catchThrowableOfType(
                    MoveFailure.class,
                    () -> mover.fetch(
                            source,
                            new Piece(0, 10, 10),
                            Optional.empty(),
                            bytes -> bytes.position(bytes.limit()),
                            new Stop()));

            assertThat(failure.kind()).isEqualTo(Kind.STALLED);
            assertThat(failure.what()).isEqualTo("took longer than 2 s");
            await().until(() -> ProcessHandle.current().descendants().noneMatch(GfalSaidGridIT::isCopying));
            assertThat(directory.resolve("work")).isEmptyDirectory();
        }
    }

    /// Takes connections, and says nothing.
    private static ServerSocket silent() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private static boolean isCopying(ProcessHandle process) {
        return process.info().commandLine().orElse("").contains("gfal-copy");
    }

    private void assertThatItSays(GfalSaid seen, String address, String who) throws Exception {
        var tools = new GfalTools(System.getenv());
        var environment = tools.environment(directory, who.equals(NOBODY) ? Optional.empty() : proxy(who), STALL);
        var program = tools.find("gfal-copy").orElseThrow().toString();
        var command = List.of(program, "-f", "-t", "600", address, "file://" + directory.resolve("file"));
        try (var process = OwnedProcess.start(command, environment, directory)) {
            assertThat(process.ended(LONGEST)).isTrue();

            var failure = ExitWords.of(seen.scheme(), process.exit(), process.errors());
            assertThat(failure.kind()).as(process.errors()).isEqualTo(seen.kind);
            assertThat(failure.what()).startsWith(seen.words);
            if (version(tools).equals(GfalSaid.VERSIONS)) {
                assertThat(GfalSaid.inGeneral(process.errors())).isEqualTo(seen.errors);
                assertThat(process.exit()).isEqualTo(seen.exit);
            }
        }
    }

    private static String version(GfalTools tools) throws IOException, InterruptedException {
        var program = tools.find("gfal-copy").orElseThrow().toString();
        var process = new ProcessBuilder(program, "--version").start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said.lines().findFirst().orElse("").strip();
    }

    /// Made with openssl alone: it makes those too that no tool of the grid would.
    private Optional<Path> proxy(String user) throws IOException, InterruptedException {
        var file = directory.resolve("proxy");
        var process = new ProcessBuilder(grid("GRID_TOOL"), "ca", "proxy", user, "1", file.toString())
                .inheritIO()
                .start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
        return Optional.of(file);
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String grid(String variable) {
        return System.getenv(variable);
    }
}
