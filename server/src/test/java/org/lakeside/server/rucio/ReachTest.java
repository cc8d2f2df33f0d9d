package org.lakeside.server.rucio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.lakeside.server.rucio.PlayedInstance.BROKEN;
import static org.lakeside.server.rucio.PlayedInstance.SILENCE;
import static org.lakeside.server.rucio.PlayedInstance.VERSION;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lakeside.server.RucioSays;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;
import org.lakeside.server.lake.Reach;

/// What is known of an instance that does not answer, and what that spares whoever asks it.
class ReachTest {
    /// For what is answered, or refused: of no matter, but for a busy machine.
    private static final Duration AMPLE = Duration.ofSeconds(15);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @StartStop
    final MockWebServer server = new MockWebServer();

    private final ExecutorService others = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void stop() {
        others.shutdownNow();
    }

    @Test
    void nobodyIsAskedToKnowThatAllIsWell() {
        var lake = new PlayedInstance(server, AMPLE);

        lake.look();

        assertThat(lake.reach()).isEqualTo(new Reach.Well());
        assertThat(lake.told).isEmpty();
        assertThat(lake.pings).hasValue(0);
    }

    @Test
    void whatCannotBeConnectedToIsKnownToBeSilentFromThenOn() {
        var lake = new PlayedInstance(server, AMPLE);
        lake.everythingIs(BROKEN);
        var first = problem(lake::look);
        int asked = server.getRequestCount();

        var next = List.of(problem(lake::look), problem(lake::search), problem(lake::askForADownload));

        assertThat(first.kind()).isEqualTo(Kind.RUCIO_UNAVAILABLE);
        assertThat(next)
                .allSatisfy(problem -> assertThat(problem)
                        .returns(Kind.INSTANCE_SILENT, Problem::kind)
                        .returns(first.detail(), Problem::detail)
                        .returns(1L, one -> one.more().get(Problem.RETRY_AFTER))
                        .returns("lake", one -> one.more().get(Problem.INSTANCE)));
        assertThat(server.getRequestCount()).isEqualTo(asked);
    }

    @Test
    void oneProbeAtATimeFindsOutAtGrowingIntervalsThatItIsBack() {
        var lake = new PlayedInstance(server, AMPLE);
        lake.everythingIs(BROKEN);
        problem(lake::look);
        var since = lake.clock.instant();
        for (int i = 0; i < 12; i++) {
            var before = (Reach.Silent) lake.reach();
            lake.later.pass(Duration.between(lake.clock.instant(), before.next()));
            var after = (Reach.Silent) lake.reach();

            var rest = Duration.between(lake.clock.instant(), after.next());
            assertThat(rest).isBetween(earlier(MINUTE, Duration.ofMillis(500L << i)), MINUTE.plusSeconds(15));
            assertThat(after.since()).isEqualTo(since);
        }
        lake.allIsWell();
        assertThat(problem(lake::look).kind()).isEqualTo(Kind.INSTANCE_SILENT);

        lake.later.pass(MINUTE.plusSeconds(15));

        assertThat(lake.pings).hasValue(13);
        assertThat(lake.reach()).isEqualTo(new Reach.Well());
        assertThat(lake.told).hasSize(14).last().isEqualTo(new Reach.Well());
        lake.look();
    }

    @Test
    void anInstanceThatIsBackIsFoundByWhoeverTriesNow() {
        var lake = new PlayedInstance(server, AMPLE);
        lake.everythingIs(BROKEN);
        problem(lake::look);
        assertThat(lake.instance().tryNow()).isInstanceOf(Reach.Silent.class);
        lake.allIsWell();

        assertThat(lake.instance().tryNow()).isEqualTo(new Reach.Well());

        lake.look();
    }

    @Test
    void aHungInstanceIsKnownToBeSoWhileTheFirstCallStillWaits() throws Exception {
        var lake = new PlayedInstance(server, Duration.ofSeconds(2));
        lake.everythingIs(SILENCE);
        var first = others.submit(problemOf(lake::look));
        await().until(() -> lake.calls.get() == 1);

        lake.later.pass(Duration.ofMillis(500)); // a quarter of what it may take

        assertThat(lake.reach()).isInstanceOf(Reach.Silent.class);
        assertThat(problem(lake::look))
                .returns(Kind.INSTANCE_SILENT, Problem::kind)
                .satisfies(known -> assertThat(known.detail()).contains("Little lake does not answer", "within 1 s"));
        assertThat(lake.calls).hasValue(1);
        assertThat(first.get(30, TimeUnit.SECONDS).kind()).isEqualTo(Kind.RUCIO_UNAVAILABLE);
    }

    @Test
    void whoeverWaitsForATurnAtAHungInstanceWaitsNoLonger() throws Exception {
        var lake = new PlayedInstance(server, MINUTE);
        lake.search = SILENCE;
        for (int i = 0; i < Errand.LIST.limit(); i++) others.execute(inVain(lake::search));
        await().until(() -> lake.calls.get() == Errand.LIST.limit());
        var waiting = others.submit(problemOf(lake::search));
        lake.ping = BROKEN;

        assertThat(lake.instance().tryNow()).isInstanceOf(Reach.Silent.class);

        assertThat(waiting.get(30, TimeUnit.SECONDS).kind()).isEqualTo(Kind.INSTANCE_SILENT);
        assertThat(lake.calls).hasValue(Errand.LIST.limit());
    }

    @Test
    void aSearchThatTakesTooLongIsNoSilence() {
        var lake = new PlayedInstance(server, Duration.ofSeconds(2));
        lake.search = SILENCE;

        assertThat(problem(lake::search).kind()).isEqualTo(Kind.RUCIO_UNAVAILABLE);

        assertThat(lake.pings).hasValue(1);
        assertThat(lake.reach())
                .isEqualTo(new Reach.Slow(
                        lake.clock.instant(), "Little lake is slow: an answer takes longer than 0.5 s."));
        lake.askForADownload();
        lake.logIn();
        lake.look();
        assertThat(lake.reach()).isEqualTo(new Reach.Well());
    }

    @Test
    void whateverSearchesWaitForThereIsATurnForALookADownloadAndALogin() {
        var lake = new PlayedInstance(server, MINUTE);
        lake.search = SILENCE;
        IntStream.range(0, 20).forEach(_ -> others.execute(inVain(lake::search)));
        await().until(() -> lake.calls.get() == Errand.LIST.limit());

        lake.look();
        lake.askForADownload();
        lake.logIn();

        assertThat(lake.calls).hasValue(Errand.LIST.limit() + 3);
    }

    @Test
    void aLoginIsTriedWhateverIsKnown() {
        var lake = new PlayedInstance(server, AMPLE);
        lake.everythingIs(BROKEN);
        problem(lake::look);
        lake.ping = VERSION;

        lake.logIn();

        assertThat(lake.reach())
                .as("a login that works leaves doubt of the silence")
                .isEqualTo(new Reach.Well());
    }

    @Test
    void aServerThatAsksToBeLeftAloneIsLeftAloneForAsLong() {
        var lake = new PlayedInstance(server, AMPLE);
        lake.look = refusal().addHeader("Retry-After", "40").build();
        var refused = problem(lake::look);
        int asked = server.getRequestCount();
        lake.look = VERSION;

        lake.later.pass(Duration.ofSeconds(30));
        var known = problem(lake::search);

        assertThat(refused.detail()).isEqualTo("Little lake is not available at the moment: it answered 503.");
        assertThat(refused.more()).containsEntry(Problem.RETRY_AFTER, 40L);
        assertThat(known)
                .returns(Kind.RUCIO_UNAVAILABLE, Problem::kind)
                .returns(refused.detail(), Problem::detail)
                .returns(10L, problem -> problem.more().get(Problem.RETRY_AFTER));
        assertThat(server.getRequestCount()).isEqualTo(asked);
        assertThat(lake.reach())
                .isEqualTo(new Reach.Refusing(
                        Instant.parse("2026-11-21T10:00:00Z"),
                        Instant.parse("2026-11-21T10:00:40Z"),
                        refused.detail()));

        lake.later.pass(Duration.ofSeconds(10));

        assertThat(lake.reach()).isEqualTo(new Reach.Well());
        lake.search();
    }

    @Test
    void aServerThatRefusesAgainAndAgainIsLeftAloneForLongerAndLonger() {
        var lake = new PlayedInstance(server, AMPLE);
        lake.look = refusal().build();
        long before = 0;
        for (int i = 0; i < 3; i++) {
            assertThat(problem(lake::look).kind()).isEqualTo(Kind.RUCIO_UNAVAILABLE);
            var refusing = (Reach.Refusing) lake.reach();
            var rest = Duration.between(lake.clock.instant(), refusing.next());
            assertThat(rest.toMillis()).isGreaterThan(before);
            before = rest.toMillis();

            lake.later.pass(rest); // the server is there, says its version
        }

        lake.allIsWell();
        lake.look();
        lake.look = refusal().build();
        problem(lake::look);
        assertThat(((Reach.Refusing) lake.reach()).next())
                .isBefore(lake.clock.instant().plusMillis(400));
    }

    @Test
    void aRefusalOfOneThingSaysNothingOfTheOthers() {
        var lake = new PlayedInstance(server, AMPLE);
        lake.look = RucioSays.no(503, "ResourceTemporaryUnavailable", "The RSE cannot be written to");

        problem(lake::look);

        assertThat(lake.reach()).isEqualTo(new Reach.Well());
        lake.search();
    }

    @Test
    void anAnswerThatIsCutLeavesDoubtAndNoMore() {
        var lake = new PlayedInstance(server, AMPLE);
        lake.look = new MockResponse.Builder()
                .body("{\"scope\": \"a\"}".repeat(1000))
                .onResponseBody(new SocketEffect.CloseSocket())
                .build();

        problem(lake::look);

        assertThat(lake.pings).hasValue(1);
        assertThat(lake.reach()).isEqualTo(new Reach.Well());
    }

    private static MockResponse.Builder refusal() {
        return new MockResponse.Builder().code(503);
    }

    private static Duration earlier(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /// Until the test ends.
    private static Runnable inVain(Runnable call) {
        return () -> {
            try {
                call.run();
            } catch (CancellationException e) {
                Thread.currentThread().interrupt();
            } catch (LakeException e) {
                // that is what silence comes to
            }
        };
    }

    private static Callable<Problem> problemOf(Runnable call) {
        return () -> problem(call);
    }

    private static Problem problem(Runnable call) {
        var failure = catchThrowableOfType(LakeException.class, call::run);
        assertThat(failure).isNotNull();
        return failure.problem();
    }
}
