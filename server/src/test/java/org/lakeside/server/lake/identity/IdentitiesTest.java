package org.lakeside.server.lake.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.lakeside.rucio.client.RucioToken;
import org.lakeside.rucio.client.UserPassword;
import org.lakeside.server.SettableClock;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.Instances;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;
import org.lakeside.server.lake.identity.Login.LoggedIn;
import org.lakeside.server.lake.identity.Login.LoggedOut;
import org.lakeside.server.lake.identity.Login.Source;

class IdentitiesTest {
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final UserPassword JANE = new UserPassword("jane", "correct horse");
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private final SettableClock clock = new SettableClock(NOW);
    private final FakeDesk desk = new FakeDesk(clock);
    private final InMemoryTokens kept = new InMemoryTokens();
    private Identities identities = newProcess();

    @Test
    void aLoginSaysWhoUntilWhenAndFromWhere() {
        identities.logIn("lake", JANE, Optional.empty());

        assertThat(identities.login("lake")).isEqualTo(in(Source.PASSWORD, Outlook.ENDLESS));
    }

    private static LoggedIn in(Source source, Outlook outlook) {
        return new LoggedIn(
                "jdoe",
                "jane",
                NOW.plus(Duration.ofHours(1)),
                source,
                Optional.empty(),
                Optional.empty(),
                outlook,
                Login.Aside.NOTHING);
    }

    @Test
    void theAccountOfTheSettingsIsAskedForUnlessAnotherIsChosen() {
        identities.logIn("withAccount", JANE, Optional.empty());
        identities.logIn("withAccount", JANE, Optional.of("prod"));

        assertThat(desk.accounts).containsExactly(Optional.of("set"), Optional.of("prod"));
    }

    @Test
    void aRefusedLoginLeavesTheOneBefore() {
        identities.logIn("lake", JANE, Optional.empty());
        desk.refusal = Optional.of(Kind.WRONG_CREDENTIALS);

        assertThat(kindOf(() -> identities.logIn("lake", JANE, Optional.empty())))
                .isEqualTo(Kind.WRONG_CREDENTIALS);
        assertThat(identities.login("lake")).isInstanceOf(LoggedIn.class);
    }

    @Test
    void aTokenIsRenewedBeforeItEnds() {
        identities.logIn("lake", JANE, Optional.empty());
        var first = identities.tokens("lake").token();

        clock.advance(Duration.ofMinutes(54));
        assertThat(identities.tokens("lake").token()).isEqualTo(first);
        clock.advance(Duration.ofMinutes(2));

        await().atMost(LONGEST).until(() -> identities.tokens("lake").token().value(), "token-2"::equals);
        await().atMost(LONGEST)
                .untilAsserted(() -> assertThat(kept.tokens.values())
                        .extracting(RucioToken::value)
                        .containsExactly("token-2"));
    }

    @Test
    void whileRucioHangsATokenThatIsGoodIsThereAtOnce() throws InterruptedException {
        identities.logIn("lake", JANE, Optional.empty());
        clock.advance(Duration.ofMinutes(57));
        desk.asking = new CountDownLatch(1);
        desk.gate = new CountDownLatch(1);

        assertThat(identities.tokens("lake").token().value()).isEqualTo("token-1");
        assertThat(desk.asking.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(identities.tokens("lake").token().value()).isEqualTo("token-1");

        desk.gate.countDown();
        await().atMost(LONGEST).until(() -> identities.tokens("lake").token().value(), "token-2"::equals);
    }

    @Test
    void aTokenOfShortLifeIsNotRenewedAtEveryCall() {
        desk.life = Duration.ofMinutes(2);
        identities.logIn("lake", JANE, Optional.empty());

        clock.advance(Duration.ofMinutes(1));

        assertThat(identities.tokens("lake").token().value()).isEqualTo("token-1");
    }

    @Test
    void theTimerRenewsWhatEndsSoonAndNothingElse() {
        identities.logIn("lake", JANE, Optional.empty());
        identities.renewWhatIsDue();
        clock.advance(Duration.ofMinutes(56));

        identities.renewWhatIsDue();

        assertThat(desk.accounts).hasSize(2);
    }

    @Test
    void whileRucioIsAwayATokenThatIsStillGoodIsUsed() {
        identities.logIn("lake", JANE, Optional.empty());
        clock.advance(Duration.ofMinutes(56));
        desk.refusal = Optional.of(Kind.RUCIO_UNAVAILABLE);

        assertThat(identities.tokens("lake").token().value()).isEqualTo("token-1");
    }

    @Test
    void aTokenRefusedBetweenTwoCallsIsReplacedWithThePasswordInMemory() {
        identities.logIn("lake", JANE, Optional.of("prod"));
        var refused = identities.tokens("lake").token();

        assertThat(identities.tokens("lake").renewed(refused).value()).isEqualTo("token-2");
        assertThat(desk.accounts).containsExactly(Optional.of("prod"), Optional.of("jdoe"));
    }

    @Test
    void manyCallsWithARefusedTokenLeadToOneLogin() throws Exception {
        identities.logIn("lake", JANE, Optional.empty());
        var refused = identities.tokens("lake").token();
        desk.gate = new CountDownLatch(1);

        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<RucioToken>> calls = new ArrayList<>();
            for (int i = 0; i < 20; i++)
                calls.add(() -> identities.tokens("lake").renewed(refused));
            var answers = calls.stream().map(callers::submit).toList();
            desk.gate.countDown();
            for (var answer : answers) assertThat(answer.get().value()).isEqualTo("token-2");
        }

        assertThat(desk.accounts).hasSize(2);
    }

    @Test
    void aRenewalThatItsCallerGaveUpIsTakenOverByWhoWaitedForIt() throws Exception {
        identities.logIn("lake", JANE, Optional.empty());
        var refused = identities.tokens("lake").token();
        desk.gate = new CountDownLatch(1);
        desk.leaving = true;

        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = callers.submit(() -> identities.tokens("lake").renewed(refused));
            var second = callers.submit(() -> identities.tokens("lake").renewed(refused));
            desk.gate.countDown();

            assertThat(List.of(outcome(first), outcome(second))).containsExactlyInAnyOrder("left", "token-2");
        }
    }

    private static String outcome(Future<RucioToken> call) throws InterruptedException {
        try {
            return call.get().value();
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(CancellationException.class);
            return "left";
        }
    }

    @Test
    void aNewProcessGoesOnWithTheKeptToken() {
        identities.logIn("lake", JANE, Optional.empty());

        identities = newProcess();

        assertThat(identities.login("lake"))
                .isEqualTo(in(Source.KEPT_TOKEN, Outlook.endsAt(NOW.plus(Duration.ofHours(1)))));
        assertThat(identities.tokens("lake").token().value()).isEqualTo("token-1");
    }

    @Test
    void withoutThePasswordALoginThatEndedSaysWhen() {
        identities.logIn("lake", JANE, Optional.empty());
        identities = newProcess();
        clock.advance(Duration.ofHours(2));

        var problem = problemOf(() -> identities.tokens("lake").token());

        assertThat(problem.kind()).isEqualTo(Kind.LOGIN_EXPIRED);
        assertThat(problem.detail()).isEqualTo("Your login to Little lake ended at 11:00.");
        assertThat(problem.more()).containsEntry("instance", "lake");
        assertThat(identities.login("lake")).isInstanceOf(LoggedOut.class);
    }

    @Test
    void aKeptTokenThatRucioRefusesIsALoginThatEnded() {
        identities.logIn("lake", JANE, Optional.empty());
        identities = newProcess();
        var token = identities.tokens("lake").token();

        var problem = problemOf(() -> identities.tokens("lake").renewed(token));

        assertThat(problem.kind()).isEqualTo(Kind.LOGIN_EXPIRED);
        assertThat(problem.detail()).contains("no longer accepts your login");
        assertThat(identities.login("lake")).isInstanceOf(LoggedOut.class);
    }

    @Test
    void nobodyLoggedInIsSaidSo() {
        assertThat(kindOf(() -> identities.tokens("lake").token())).isEqualTo(Kind.NOT_LOGGED_IN);
    }

    @Test
    void loggingOutForgetsTokenPasswordAndFile() {
        identities.logIn("lake", JANE, Optional.empty());

        identities.logOut("lake");

        assertThat(identities.login("lake")).isInstanceOf(LoggedOut.class);
        assertThat(kept.tokens).isEmpty();
        assertThat(kindOf(() -> identities.tokens("lake").token())).isEqualTo(Kind.NOT_LOGGED_IN);
    }

    @Test
    void everyChangeIsHeardOf() {
        List<String> heard = new ArrayList<>();
        identities.listen(
                (instance, login) -> heard.add(instance + " " + login.getClass().getSimpleName()));

        identities.logIn("lake", JANE, Optional.empty());
        identities.tokens("lake").renewed(identities.tokens("lake").token());
        identities.logOut("lake");

        assertThat(heard).containsExactly("lake LoggedIn", "lake LoggedIn", "lake LoggedOut");
    }

    private Identities newProcess() {
        var lake = new Instance(
                "lake", "Little lake", URI.create("http://127.0.0.1:1"), Optional.empty(), Optional.empty());
        var withAccount = new Instance(
                "withAccount", "Other", URI.create("http://127.0.0.1:2"), Optional.empty(), Optional.of("set"));
        return new Identities(
                new Instances(List.of(lake, withAccount), "lake"), desk, kept, Nothing.tools(clock), clock);
    }

    private static Kind kindOf(Runnable call) {
        return problemOf(call).kind();
    }

    private static Problem problemOf(Runnable call) {
        var failure = catchThrowableOfType(LakeException.class, call::run);
        assertThat(failure).isNotNull();
        return failure.problem();
    }
}
