package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.server.owner.Host;
import org.lakeside.server.owner.OwnerLock;
import org.lakeside.server.owner.OwnerNote;

/// Two services of one user on one machine, each a JVM of its own.
class OwnersTest {
    private static final Map<String, String> SETTINGS =
            Map.of("LAKESIDE_RUCIO_URL", "http://127.0.0.1:1", "LAKESIDE_RUCIO_NAME", "lake");

    @TempDir
    Path home;

    @Test
    void theSecondWorksThroughTheFirstAndTakesOverAtTheNextRequestWhenThatIsKilled() throws Exception {
        try (var first = start("first");
                var second = start("second")) {
            assertThat(first.owns()).isTrue();
            assertThat(second.owns()).isFalse();
            assertThat(second.api().get("/instances").text()).contains("\"name\":\"lake\"");
            assertThat(second.api().post("/handles", "{}").problem()).isEqualTo("bad-request");
            assertThat(first.log()).doesNotContain("Exception");

            first.kill();

            assertThat(second.api().get("/instances").text()).contains("\"name\":\"lake\"");
            assertThat(second.owns()).isTrue();
        }
    }

    @Test
    void whatIsAskedReachesTheFirstAsItWasAsked() throws Exception {
        try (var first = start("first");
                var second = start("second")) {
            var did = "/states?instance=lake&did=odd:a%20b%2Bc+d%25%26%3D%23'%5B%5D%7C%E6%97%A5";
            var blanks = " ".repeat(900_000); // more than a socket holds: the head is there before the end
            var login = "{" + blanks + "\"kind\": \"userpass\", \"username\": \"jane\", \"password\": \"pw\"}";

            assertThat(second.api().get(did).text())
                    .isEqualTo(first.api().get(did).text())
                    .contains("odd:a b+c d%&=#'[]|日");
            assertThat(second.api().postInChunks("/instances/lake/login", login).problem())
                    .isEqualTo("rucio-unavailable");
        }
    }

    @Test
    void theSecondTakesOverByItselfWhenTheFirstEnds() throws Exception {
        try (var first = start("first");
                var second = start("second")) {
            first.terminate();

            await().until(second::owns);
        }
    }

    @Test
    void aDiskThatWasAwayForAMomentDoesNotKeepTheSecondFromTakingOverLater() throws Exception {
        try (var first = start("first");
                var second = start("second")) {
            var aside = Files.move(state(), state().resolveSibling("aside"));
            Files.createFile(state());
            await().until(() -> second.log().contains("cannot look who owns"));
            Files.delete(state());
            Files.move(aside, state());

            first.terminate();

            await().until(second::owns);
        }
    }

    @Test
    void theNoteSaysWhoOwnsTheStore() throws Exception {
        try (var first = start("first")) {
            var note = OwnerNote.read(OwnerLock.fileIn(state())).orElseThrow();

            assertThat(note.pid()).isEqualTo(first.process().pid());
            assertThat(note.host()).isEqualTo(Host.name());
            assertThat(note.socket()).isEqualTo(home.resolve("first"));
            assertThat(note.started()).isBefore(Instant.now());
        }
    }

    @Test
    void ofThreeOneIsLeftAsOwnerAndTheOtherFindsIt() throws Exception {
        try (var first = start("first");
                var second = start("second");
                var third = start("third")) {
            first.kill();

            await().until(() -> second.owns() || third.owns());
            assertThat(second.owns() && third.owns()).isFalse();
            assertThat(second.api().get("/instances").status()).isEqualTo(200);
            assertThat(third.api().get("/instances").status()).isEqualTo(200);
        }
    }

    @Test
    void aLockOfAnotherMachineLeadsToAStateOfOnesOwn() throws Exception {
        Files.createDirectories(state());
        var note = new OwnerNote(1, "another-machine", Instant.now(), Path.of("/there/s"));
        try (var theirs = OwnerLock.tryTake(state(), note).orElseThrow();
                var mine = start("mine")) {
            assertThat(theirs).isNotNull();
            assertThat(mine.owns()).isTrue();
            assertThat(mine.api().get("/instances").status()).isEqualTo(200);
            assertThat(state().resolve(Host.directory())).isDirectory();
        }
    }

    @Test
    void whoLooksAtALockInItsOwnProcessDoesNotGiveItAway() throws Exception {
        Files.createDirectories(state());
        var note = new OwnerNote(1, Host.name(), Instant.now(), home.resolve("nobody"));
        try (var mine = OwnerLock.tryTake(state(), note).orElseThrow()) {
            assertThat(mine).isNotNull();
            assertThat(OwnerLock.tryTake(state(), note)).isEmpty();
            assertThat(OwnerNote.read(OwnerLock.fileIn(state()))).contains(note);

            try (var another = start("another")) {
                assertThat(another.owns()).isFalse();
            }
        }
    }

    @Test
    void anOwnerThatCannotBeReachedIsSaidSo() throws Exception {
        Files.createDirectories(state());
        var note = new OwnerNote(1, Host.name(), Instant.now(), home.resolve("nobody"));
        try (var theirs = OwnerLock.tryTake(state(), note).orElseThrow();
                var mine = start("mine")) {
            assertThat(theirs).isNotNull();
            assertThat(mine.owns()).isFalse();

            var reply = mine.api().get("/instances");

            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.problem()).isEqualTo("owner-unavailable");
        }
    }

    @Test
    void eventsComeThroughTheOwnerAsTheyHappen() throws Exception {
        try (var first = start("first");
                var second = start("second")) {
            assertThat(first.api().delete("/instances/lake/login").status()).isEqualTo(200);
            long id = firstId(second);

            first.api().delete("/instances/lake/login");

            assertThat(second.api().firstLine("/events?after=" + id)).contains("\"type\":\"login\"");
        }
    }

    @Test
    void anAnswerThatTheOwnerDoesNotBringToItsEndDoesNotLookWhole() throws Exception {
        try (var first = start("first");
                var second = start("second")) {
            assertThatIOException().isThrownBy(() -> second.api().wholeStream("/events", first::kill));

            assertThat(second.api().get("/instances").status()).isEqualTo(200);
        }
    }

    @Test
    void aQuestionThatTheOwnerTakesWithItIsAskedAgain() throws Exception {
        var asked = new CountDownLatch(1);
        var over = new CountDownLatch(1);
        try (var rucio = new MockWebServer()) {
            rucio.setDispatcher(new Dispatcher() {
                @Override
                public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
                    if (asked.getCount() == 0) return notInTheCatalogue();
                    asked.countDown();
                    over.await(); // hangs
                    return notInTheCatalogue();
                }
            });
            rucio.start();
            keepLogin("http://127.0.0.1:" + rucio.getPort());
            var settings =
                    Map.of("LAKESIDE_RUCIO_URL", "http://127.0.0.1:" + rucio.getPort(), "LAKESIDE_RUCIO_NAME", "lake");
            try (var first = ServiceProcess.start(home, "first", settings).ready();
                    var second = ServiceProcess.start(home, "second", settings).ready();
                    var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var reply = threads.submit(() -> second.api().get("/instances/lake/did?did=a:b"));
                assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();

                first.kill();

                assertThat(reply.get().problem()).isEqualTo("did-not-found");
                assertThat(second.owns()).isTrue();
            } finally {
                over.countDown();
            }
        }
    }

    private static MockResponse notInTheCatalogue() {
        return new MockResponse.Builder()
                .code(404)
                .body("{\"ExceptionClass\": \"DataIdentifierNotFound\", \"ExceptionMessage\": \"not found\"}")
                .build();
    }

    private void keepLogin(String url) throws IOException {
        var logins = Files.createDirectories(state().resolve("logins"));
        Files.writeString(logins.resolve("lake.json"), """
                {"url": "%s", "token": "a-kept-token", "account": "alice", "identity": "alice",
                 "expires": "2099-01-01T00:00:00Z"}""".formatted(url));
    }

    private static long firstId(ServiceProcess service) throws IOException {
        var line = service.api().firstLine("/events");
        return Long.parseLong(line.replaceAll(".*\"id\":(\\d+).*", "$1"));
    }

    private ServiceProcess start(String name) throws IOException {
        return ServiceProcess.start(home, name, SETTINGS).ready();
    }

    private Path state() {
        return home.resolve(".local/state/lakeside");
    }
}
