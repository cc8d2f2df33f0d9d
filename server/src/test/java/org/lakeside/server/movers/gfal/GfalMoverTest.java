package org.lakeside.server.movers.gfal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.identity.StorageCredential;
import org.lakeside.server.lake.transfer.BlockSink;
import org.lakeside.server.lake.transfer.MoveFailure;
import org.lakeside.server.lake.transfer.MoveFailure.Kind;
import org.lakeside.server.lake.transfer.Piece;
import org.lakeside.server.lake.transfer.Source;
import org.lakeside.server.lake.transfer.Stop;

/// How the tool is started, watched, understood and ended.
@Timeout(150)
class GfalMoverTest {
    private static final Duration AMPLE = Duration.ofMinutes(1);
    private static final Source SOURCE =
            new Source("lake", "SITE-A", URI.create("root://a.test:1094//lake/a%20name%20with%20%24(touch%20x)"));
    private static final String BYTES = "some bytes";

    @TempDir
    Path directory;

    private final Received received = new Received();
    private final Stop stop = new Stop();

    @Test
    void theBytesOfTheWholeFileComeInOrderAndNothingIsLeft() throws Exception {
        fetch(gfal("printf '%s' '" + BYTES + "' > \"$to\""));

        assertThat(received.text()).isEqualTo(BYTES);
        assertThat(directory.resolve("work")).isEmptyDirectory();
    }

    @Test
    void aNameIsOneArgumentWhateverIsInIt() throws Exception {
        var seen = directory.resolve("arguments");

        fetch(gfal("printf '%s\\n' \"$@\" > " + seen + "; printf '%s' '" + BYTES + "' > \"$to\""));

        assertThat(Files.readAllLines(seen)).contains("root://a.test:1094//lake/a name with $(touch x)");
    }

    @Test
    void aSignedAddressIsNoArgument() throws Exception {
        var seen = directory.resolve("arguments");
        var signed = new Source("lake", "SITE-A", URI.create("root://a.test//lake/f?authz=Bearer%20abc"));
        var mover = mover(gfal("printf '%s\n' \"$@\" > " + seen
                + "; while [ \"$1\" != --from-file ]; do shift; done; cat \"$2\" >> " + seen + ".told; printf '%s' '"
                + BYTES + "' > \"$to\""));

        mover.fetch(signed, new Piece(0, 10, 10), Optional.empty(), received, stop);

        assertThat(Files.readString(seen)).doesNotContain("authz", "a.test");
        assertThat(Files.readAllLines(Path.of(seen + ".told")))
                .containsExactly("root://a.test//lake/f?authz=Bearer%20abc");
    }

    @Test
    void nothingOfOurEnvironmentIsHandedOn() throws Exception {
        var seen = directory.resolve("environment");

        fetch(gfal("env > " + seen + "; printf '%s' '" + BYTES + "' > \"$to\""));

        assertThat(Files.readString(seen))
                .doesNotContain("marker-of-a-secret", "/home/jane", "BEARER_TOKEN")
                .contains("HOME=" + directory.resolve("work"), "XRD_CONNECTIONRETRY=1");
    }

    @Test
    void thereIsNoTerminalToAskOnAndNothingToRead() throws Exception {
        var seen = directory.resolve("terminal");

        fetch(gfal("(read -t 1 line && echo read || echo nothing; : </dev/tty && echo tty || echo none) > " + seen
                + " 2>/dev/null; printf '%s' '" + BYTES + "' > \"$to\""));

        assertThat(Files.readAllLines(seen)).containsExactly("nothing", "none");
    }

    @Test
    void aPartOfAFileIsNotToBeHad() throws Exception {
        var mover = mover(gfal("exit 0"));

        var failure = catchThrowableOfType(
                MoveFailure.class, () -> mover.fetch(SOURCE, new Piece(5, 10, 10), Optional.empty(), received, stop));

        assertThat(failure.kind()).isEqualTo(Kind.NO_PARTS);
    }

    @Test
    void aFileOfAnotherLengthIsNotTheFile() throws Exception {
        var failure = failure(gfal("printf 'short' > \"$to\""));

        assertThat(failure.kind()).isEqualTo(Kind.WRONG);
        assertThat(failure.what()).isEqualTo("sent 5 bytes, the catalogue says 10");
        assertThat(received.text()).isEmpty();
    }

    @Test
    void aToolThatIsNotInstalledIsAClearSentence() {
        var failure = failure(new GfalTools(Map.of("PATH", directory.toString())));

        assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
        assertThat(failure.what())
                .startsWith("cannot be read here: gfal-copy, which speaks root, is not installed (Debian: ");
    }

    @Test
    void howFarItHasComeIsSeenWhileItCopies() throws Exception {
        var go = directory.resolve("go");

        var copying = Thread.ofVirtual()
                .start(() -> quietly(() -> fetch(gfal("printf 'some ' > \"$to\"; until [ -e " + go
                        + " ]; do sleep 0.05; done; printf 'bytes' >> \"$to\""))));

        await().until(() -> received.underWay.contains(5L));
        Files.createFile(go);
        copying.join();
        assertThat(received.text()).isEqualTo(BYTES);
    }

    @Test
    void stoppingKillsTheWholeGroupAtOnce() throws Exception {
        var pids = directory.resolve("pids");
        var copying = Thread.ofVirtual()
                .start(() -> quietly(() -> fetch(gfal("sleep 300 & echo $! > " + pids + ".new; echo $$ >> " + pids
                        + ".new; mv " + pids + ".new " + pids + "; wait"))));
        await().until(() -> Files.exists(pids));

        stop.stop();

        copying.join(Duration.ofMinutes(1));
        assertThat(copying.isAlive()).isFalse();
        for (var pid : Files.readAllLines(pids)) await().until(() -> isGone(Long.parseLong(pid)));
        assertThat(directory.resolve("work")).isEmptyDirectory();
    }

    @Test
    void itEndsWithAServiceThatIsKilled() throws Exception {
        var pids = directory.resolve("pids");
        gfal("sleep 300 & echo $! > " + pids + ".new; echo $$ >> " + pids + ".new; mv " + pids + ".new " + pids
                + "; wait");
        var service = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        KilledService.class.getName(),
                        directory.resolve("bin").toString(),
                        directory.resolve("work").toString())
                .inheritIO()
                .start();
        await().until(() -> Files.exists(pids));

        service.destroyForcibly();

        for (var pid : Files.readAllLines(pids)) await().until(() -> isGone(Long.parseLong(pid)));
    }

    @Test
    void aToolThatSendsNothingIsEnded() throws Exception {
        var failure = failure(gfal("printf 'some' > \"$to\"; sleep 300"), Duration.ofSeconds(1));

        assertThat(failure.kind()).isEqualTo(Kind.STALLED);
        assertThat(failure.what()).isEqualTo("sent nothing for 1 s");
    }

    @Test
    void aCopyThatGoesOnForLongerThanItMayIsEnded() throws Exception {
        var tools = gfal("while :; do printf 'x' >> \"$to\"; sleep 0.2; done");

        var failure = failure(new GfalTools(tools.outer(), Duration.ofSeconds(1)));

        assertThat(failure.kind()).isEqualTo(Kind.STALLED);
        assertThat(failure.what()).isEqualTo("took longer than 1 s");
        assertThat(directory.resolve("work")).isEmptyDirectory();
    }

    @Test
    void withoutAProxyItIsTriedAndThenSaidWhatIsMissing() throws Exception {
        var mover = new GfalMover(
                gfal("echo 'gfal-copy error: 52 (Invalid exchange) - Auth failed' >&2; exit 52"),
                directory.resolve("work"),
                AMPLE,
                _ -> {
                    throw new LakeException(new Problem(
                            Problem.Kind.CREDENTIAL_MISSING,
                            "SITE-A (root) wants to see a grid proxy, and there is none.",
                            ""));
                });

        var failure = catchThrowableOfType(
                MoveFailure.class, () -> mover.fetch(SOURCE, whole(), Optional.empty(), received, stop));

        assertThat(failure.what()).endsWith("; SITE-A (root) wants to see a grid proxy, and there is none");
    }

    @Test
    void whatAKilledServiceLeftIsRemoved() throws Exception {
        var left = Files.createDirectories(directory.resolve("work/run-1")).resolve("proxy");
        Files.writeString(left, "secret");

        mover(gfal("exit 0"));

        assertThat(directory.resolve("work")).isEmptyDirectory();
    }

    private GfalTools gfal(String script) throws IOException {
        return new FakeGfal(directory.resolve("bin")).copying(script).tools();
    }

    private GfalMover mover(GfalTools tools) {
        return mover(tools, AMPLE);
    }

    private GfalMover mover(GfalTools tools, Duration stall) {
        return new GfalMover(tools, directory.resolve("work"), stall, _ -> new StorageCredential.Nothing());
    }

    private void fetch(GfalTools tools) throws MoveFailure, IOException {
        mover(tools).fetch(SOURCE, whole(), Optional.empty(), received, stop);
    }

    private MoveFailure failure(GfalTools tools) {
        return failure(tools, AMPLE);
    }

    private MoveFailure failure(GfalTools tools, Duration stall) {
        return catchThrowableOfType(
                MoveFailure.class, () -> mover(tools, stall).fetch(SOURCE, whole(), Optional.empty(), received, stop));
    }

    private static Piece whole() {
        return new Piece(0, BYTES.length(), BYTES.length());
    }

    private static boolean isGone(long pid) throws IOException {
        var process = ProcessHandle.of(pid);
        if (process.isEmpty() || !process.get().isAlive()) return true;
        // Under a first process that does not reap, the dead stay visible.
        return Files.readString(Path.of("/proc/" + pid + "/stat")).matches("(?s).*\\) Z .*");
    }

    private interface Action {
        void run() throws Exception;
    }

    private static void quietly(Action action) {
        try {
            action.run();
        } catch (Exception e) {
            // its end is looked at elsewhere
        }
    }

    private static final class Received implements BlockSink {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final List<Long> underWay = java.util.Collections.synchronizedList(new ArrayList<>());

        @Override
        public void write(ByteBuffer piece) {
            var content = new byte[piece.remaining()];
            piece.get(content);
            bytes.writeBytes(content);
        }

        @Override
        public void underWay(long so) {
            underWay.add(so);
        }

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
