package org.lakeside.server.lake.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lakeside.rucio.client.UserPassword;
import org.lakeside.server.SettableClock;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.Instances;
import org.lakeside.server.lake.Problem.Kind;
import org.lakeside.server.lake.identity.Check.State;

/// What the doctor says of things that no test bed has: clocks that differ, and nothing at all.
class DoctorTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-21T10:00:00Z"));
    private final FakeDesk desk = new FakeDesk(clock);
    private final Identities identities = new Identities(
            new Instances(
                    List.of(new Instance(
                            "lake",
                            "Little lake",
                            URI.create("https://127.0.0.1:1"),
                            Optional.empty(),
                            Optional.empty())),
                    "lake"),
            desk,
            new InMemoryTokens(),
            Nothing.tools(clock),
            clock);

    @ParameterizedTest
    @CsvSource({
        "PT1H, This machine's clock is 60 minutes ahead of that of Little lake.",
        "PT-1H, This machine's clock is 60 minutes behind that of Little lake."
    })
    void aClockThatIsWrongIsNamedWithTheSideItIsOn(Duration ahead, String sentence) {
        desk.ahead = ahead;

        assertThat(check("clock"))
                .isEqualTo(new Check(
                        "clock",
                        State.FAILED,
                        sentence,
                        "Set it by NTP: proxies, tokens and certificates are good by the clock."));
    }

    @Test
    void clocksDifferALittleEverywhere() {
        desk.ahead = Duration.ofMinutes(-4);

        assertThat(check("clock").state()).isEqualTo(State.OK);
    }

    @Test
    void whereThereIsNothingNothingIsWrong() {
        var checks = identities.examine("lake");

        assertThat(checks).noneMatch(one -> one.state() == State.FAILED);
        assertThat(check("authorities").state()).isEqualTo(State.WARNING);
        assertThat(check("proxy-chain").state()).isEqualTo(State.SKIPPED);
    }

    @Test
    void whoeverIsLoggedInByPasswordIsAskedForByTheTokenAndNotByThePassword() {
        identities.logIn("lake", new UserPassword("jane", "correct horse"), Optional.empty());

        assertThat(check("identity").detail())
                .isEqualTo("Little lake knows jane as account jdoe, by password, until 11:00.");
        assertThat(desk.askedWith).containsExactly("token-1");
        assertThat(desk.asked).isEqualTo(1);

        desk.refusal = Optional.of(Kind.LOGIN_EXPIRED);

        assertThat(check("identity")).isEqualTo(new Check("identity", State.FAILED, "refused", "none"));
    }

    @Test
    void whoeverIsLoggedInByCertificateOrProxyShowsItAnew() {
        var proxy = Person.proxy(clock, Duration.ofHours(1));
        identities.logIn("lake", ProxyPlace.given("x509up", () -> proxy), Optional.empty());

        assertThat(check("identity").state()).isEqualTo(State.OK);
        assertThat(desk.asked).isEqualTo(2);

        desk.refusal = Optional.of(Kind.WRONG_CREDENTIALS);

        assertThat(check("identity").state()).isEqualTo(State.FAILED);
        assertThat(desk.askedWith).isEmpty();
        assertThat(identities.login("lake")).isInstanceOf(Login.LoggedIn.class);
    }

    @Test
    void whereRucioDoesNotAnswerItIsNotAskedForTheIdentity() {
        identities.logIn("lake", new UserPassword("jane", "correct horse"), Optional.empty());
        desk.down = true;

        assertThat(check("rucio").state()).isEqualTo(State.FAILED);
        assertThat(check("identity").state()).isEqualTo(State.SKIPPED);
    }

    private Check check(String name) {
        return identities.examine("lake").stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
