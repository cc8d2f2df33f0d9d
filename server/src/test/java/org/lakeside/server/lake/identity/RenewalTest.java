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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
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

/// When the token ends and the password is known: what may happen in between.
class RenewalTest {
    private static final UserPassword JANE = new UserPassword("jane", "correct horse");
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private final SettableClock clock = new SettableClock(NOW);
    private final FakeDesk desk = new FakeDesk(clock);
    private final InMemoryTokens kept = new InMemoryTokens();
    private final Identities identities = new Identities(
            new Instances(
                    List.of(new Instance(
                            "lake",
                            "Little lake",
                            URI.create("http://127.0.0.1:1"),
                            Optional.empty(),
                            Optional.empty())),
                    "lake"),
            desk,
            kept,
            Nothing.tools(clock),
            clock);

    @Test
    void afterASleepWhatIsNotDueYetIsRenewedAtOnce() {
        desk.life = Duration.ofHours(12);
        identities.logIn("lake", JANE, Optional.empty());
        identities.renewWhatIsDue();
        clock.advance(Ticks.EVERY);
        identities.renewWhatIsDue();
        assertThat(desk.asked).isEqualTo(1);

        clock.advance(Duration.ofMinutes(10));
        identities.renewWhatIsDue();

        assertThat(desk.asked).isEqualTo(2);
    }

    @Test
    void anIssuerThatHangsIsAskedOnceAndItsSilenceIsNotTakenForASleep() {
        identities.logIn("lake", JANE, Optional.empty());
        for (int minute = 0; minute < 44; minute++) passAMinute();
        desk.asking = new CountDownLatch(1);
        desk.gate = new CountDownLatch(1);

        passAMinute();
        passAMinute();
        await().until(
                        () -> { // the last round of before may still be under way
                            identities.beginToRenewWhatIsDue();
                            return desk.asking.getCount() == 0;
                        });

        for (int minute = 0; minute < 10; minute++) passAMinute();

        assertThat(desk.asked).isEqualTo(2);
        desk.gate.countDown();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> identities.tokens("lake").token().value(), "token-2"::equals);
        assertThat(desk.asked).isEqualTo(2);
    }

    private void passAMinute() {
        clock.advance(Duration.ofMinutes(1));
        identities.beginToRenewWhatIsDue();
    }

    @Test
    void aPasswordThatWasChangedEndsTheLoginInOneSentence() {
        identities.logIn("lake", JANE, Optional.empty());
        clock.advance(Duration.ofHours(2));
        desk.refusal = Optional.of(Kind.WRONG_CREDENTIALS);

        var problem = problemOf(() -> identities.tokens("lake").token());

        assertThat(problem.kind()).isEqualTo(Kind.LOGIN_EXPIRED);
        assertThat(problem.detail())
                .isEqualTo("Your login to Little lake ended at 11:00, and it no longer takes the password of then.");
        assertThat(identities.login("lake")).isInstanceOf(LoggedOut.class);
    }

    @Test
    void aPasswordThatWasRefusedIsNotTriedAgain() {
        identities.logIn("lake", JANE, Optional.empty());
        clock.advance(Duration.ofHours(2));
        desk.refusal = Optional.of(Kind.WRONG_CREDENTIALS);
        for (int i = 0; i < 20; i++) {
            assertThat(problemOf(() -> identities.tokens("lake").token()).kind())
                    .isEqualTo(Kind.LOGIN_EXPIRED);
            identities.renewWhatIsDue();
        }

        assertThat(desk.asked).isEqualTo(2);
    }

    @Test
    void aTokenOutlivesThePasswordItCameFrom() {
        identities.logIn("lake", JANE, Optional.empty());
        clock.advance(Duration.ofMinutes(56));
        desk.refusal = Optional.of(Kind.WRONG_CREDENTIALS);

        identities.renewWhatIsDue();
        identities.renewWhatIsDue();

        assertThat(desk.asked).isEqualTo(2);
        assertThat(identities.tokens("lake").token().value()).isEqualTo("token-1");
        clock.advance(Duration.ofMinutes(5));
        assertThat(problemOf(() -> identities.tokens("lake").token()).kind()).isEqualTo(Kind.LOGIN_EXPIRED);
    }

    @Test
    void aTokenAndAPasswordRefusedTogetherAreALoginThatEnded() {
        identities.logIn("lake", JANE, Optional.empty());
        var refused = identities.tokens("lake").token();
        desk.refusal = Optional.of(Kind.WRONG_CREDENTIALS);

        var problem = problemOf(() -> identities.tokens("lake").renewed(refused));

        assertThat(problem.kind()).isEqualTo(Kind.LOGIN_EXPIRED);
        assertThat(problem.detail()).doesNotContain("\n").contains("password");
        assertThat(identities.login("lake")).isInstanceOf(LoggedOut.class);
    }

    @Test
    void theEndOfALoginIsHeardOf() {
        identities.logIn("lake", JANE, Optional.empty());
        clock.advance(Duration.ofHours(2));
        desk.refusal = Optional.of(Kind.WRONG_CREDENTIALS);
        List<Login> heard = new ArrayList<>();
        identities.listen((_, login) -> heard.add(login));

        identities.renewWhatIsDue();

        assertThat(heard)
                .singleElement()
                .isInstanceOf(LoggedOut.class)
                .satisfies(login -> assertThat(login.aside().warning())
                        .hasValueSatisfying(
                                warning -> assertThat(warning.kind()).isEqualTo(Warning.Kind.ENDED)));
    }

    @Test
    void aNewPasswordEndsTheMatter() {
        identities.logIn("lake", JANE, Optional.empty());
        clock.advance(Duration.ofHours(2));
        desk.refusal = Optional.of(Kind.WRONG_CREDENTIALS);
        identities.renewWhatIsDue();
        desk.refusal = Optional.empty();

        identities.logIn("lake", new UserPassword("jane", "new horse"), Optional.empty());
        clock.advance(Duration.ofHours(2));

        assertThat(identities.tokens("lake").token().value()).isEqualTo("token-3");
    }

    @Test
    void whileRucioIsAwayThePasswordIsKept() {
        identities.logIn("lake", JANE, Optional.empty());
        clock.advance(Duration.ofHours(2));
        desk.refusal = Optional.of(Kind.RUCIO_UNAVAILABLE);
        assertThat(problemOf(() -> identities.tokens("lake").token()).kind()).isEqualTo(Kind.RUCIO_UNAVAILABLE);

        desk.refusal = Optional.empty();

        assertThat(identities.tokens("lake").token().value()).isEqualTo("token-2");
    }

    @Test
    void aRenewalThatComesAfterLoggingOutLogsNobodyIn() throws Exception {
        identities.logIn("lake", JANE, Optional.empty());
        var refused = identities.tokens("lake").token();
        desk.asking = new CountDownLatch(1);
        desk.gate = new CountDownLatch(1);

        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var call = callers.submit(() -> identities.tokens("lake").renewed(refused));
            desk.asking.await();
            identities.logOut("lake");
            desk.gate.countDown();

            var failure = catchThrowableOfType(ExecutionException.class, call::get);
            assertThat(failure.getCause())
                    .isInstanceOfSatisfying(
                            LakeException.class,
                            e -> assertThat(e.problem().kind()).isEqualTo(Kind.NOT_LOGGED_IN));
        }
        assertThat(identities.login("lake")).isInstanceOf(LoggedOut.class);
        assertThat(kept.tokens).isEmpty();
    }

    @Test
    void aTokenOnItsWayToTheDiskDoesNotOutliveTheLogout() throws Exception {
        identities.logIn("lake", JANE, Optional.empty());
        var refused = identities.tokens("lake").token();
        kept.writing = new CountDownLatch(1);
        kept.disk = new CountDownLatch(1);

        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var renewal = callers.submit(() -> identities.tokens("lake").renewed(refused));
            kept.writing.await();
            var logout = new CountDownLatch(1);
            identities.listen((_, login) -> {
                if (login instanceof LoggedOut) logout.countDown();
            });
            var leaving = callers.submit(() -> identities.logOut("lake"));
            while (identities.login("lake") instanceof LoggedIn) Thread.onSpinWait();
            kept.disk.countDown();

            renewal.get();
            leaving.get();
            logout.await();
        }
        assertThat(kept.tokens).isEmpty();
    }

    @Test
    void aRenewalThatComesAfterAnotherLoginLeavesIt() throws Exception {
        identities.logIn("lake", JANE, Optional.empty());
        var refused = identities.tokens("lake").token();
        desk.asking = new CountDownLatch(1);
        var gate = new CountDownLatch(1);
        desk.gate = gate;

        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var call = callers.submit(() -> identities.tokens("lake").renewed(refused));
            desk.asking.await();
            desk.gate = new CountDownLatch(0);
            identities.logIn("lake", new UserPassword("bob", "other"), Optional.empty());
            gate.countDown();

            assertThat(call.get().identity()).isEqualTo("bob");
        }
        assertThat(kept.tokens.values()).extracting(RucioToken::identity).containsExactly("bob");
    }

    @Test
    void afterASleepOrAChangeOfTheClockAllIsRenewedAtOnce() {
        identities.logIn("lake", JANE, Optional.empty());
        identities.renewWhatIsDue();
        clock.advance(Duration.ofMinutes(-30));

        identities.renewWhatIsDue();

        assertThat(desk.asked).isEqualTo(2);
    }

    @Test
    void anIssuerThatIsAwayIsLeftInPeaceForAWhile() {
        identities.logIn("lake", JANE, Optional.empty());
        identities.renewWhatIsDue();
        for (int minute = 0; minute < 44; minute++) tick();
        desk.refusal = Optional.of(Kind.RUCIO_UNAVAILABLE);
        int before = desk.asked;
        for (int minute = 0; minute < 46; minute++) tick();

        assertThat(desk.asked - before).isBetween(5, 14); // the oftener the less is left of the token
    }

    @Test
    void whatIsNoPasswordIsShownAgainAfterARefusalForAsLongAsTheTokenOfBeforeIsGood() {
        logInByToken();
        desk.refusal = Optional.of(Kind.WRONG_CREDENTIALS);
        for (int minute = 0; minute < 50; minute++) tick();
        assertThat(desk.asked).isGreaterThan(1);
        assertThat(identities.login("lake")).isInstanceOf(LoggedIn.class);
        assertThat(identities.tokens("lake").token().value()).isEqualTo("token-1");

        desk.refusal = Optional.empty();
        for (int minute = 0; minute < 9; minute++) tick();

        assertThat(identities.tokens("lake").token().value()).isEqualTo("token-2");
    }

    @Test
    void whatIsStillRefusedWhenTheTokenOfBeforeHasEndedIsForgotten() {
        logInByToken();
        desk.refusal = Optional.of(Kind.WRONG_CREDENTIALS);

        for (int minute = 0; minute < 70; minute++) tick();

        assertThat(identities.login("lake")).isInstanceOf(LoggedOut.class);
        int before = desk.asked;
        assertThat(problemOf(() -> identities.tokens("lake").token()).kind()).isEqualTo(Kind.LOGIN_EXPIRED);
        assertThat(desk.asked).isEqualTo(before);
    }

    private void logInByToken() {
        identities.logIn("lake", new GivenToken("test", Person.tokenText(NOW, Duration.ofHours(12))), Optional.empty());
        identities.renewWhatIsDue();
    }

    private void tick() {
        clock.advance(Duration.ofMinutes(1));
        identities.renewWhatIsDue();
    }

    private static Problem problemOf(Runnable call) {
        var failure = catchThrowableOfType(LakeException.class, call::run);
        assertThat(failure).isNotNull();
        return failure.problem();
    }
}
