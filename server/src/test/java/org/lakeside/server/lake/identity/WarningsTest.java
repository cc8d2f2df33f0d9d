package org.lakeside.server.lake.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.auth.x509.TlsTrust;
import org.lakeside.auth.x509.X509Exception;
import org.lakeside.auth.x509.credential.Passphrase;
import org.lakeside.auth.x509.proxy.GridProxy;
import org.lakeside.auth.x509.tls.ServerTrust;
import org.lakeside.rucio.client.UserPassword;
import org.lakeside.server.SettableClock;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.Instances;
import org.lakeside.server.lake.Problem.Kind;
import org.lakeside.server.lake.identity.Warning.Action;

/// Who has to do something is told before it hurts, and hears when it is done.
class WarningsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Duration LIFE = Duration.ofHours(12);

    @TempDir
    Path directory;

    private final SettableClock clock = new SettableClock(NOW);
    private final FakeDesk desk = new FakeDesk(clock);
    private final List<Optional<Warning>> heard = new ArrayList<>();
    private boolean away;
    private Identities identities;

    @BeforeEach
    void start() {
        identities = identities();
    }

    @Test
    void aProxyThatSomebodyElseMakesIsWarnedOfBeforeItsEnd() {
        var proxy = Person.proxy(clock, LIFE);
        identities.logIn("lake", ProxyPlace.given("x509up", () -> proxy), Optional.empty());
        desk.life = Duration.ofDays(1);
        assertThat(warning()).isEmpty();

        pass(LIFE.minusMinutes(30));

        assertThat(warning()).hasValueSatisfying(warning -> {
            assertThat(warning.kind()).isEqualTo(Warning.Kind.ENDS_SOON);
            assertThat(warning.action()).isEqualTo(Action.LOG_IN);
            assertThat(warning.detail())
                    .isEqualTo("The proxy in x509up ends at 22:00, and this service cannot make a new one.");
        });
    }

    @Test
    void aLoginWhoseProxyAndTokenHaveEndedIsOverAndSaysSo() {
        var proxy = Person.proxy(clock, LIFE);
        identities.logIn("lake", ProxyPlace.given("x509up", () -> proxy), Optional.empty());

        pass(LIFE.plusMinutes(90));

        assertThat(identities.login("lake")).isInstanceOf(Login.LoggedOut.class);
        assertThat(warning()).hasValueSatisfying(warning -> {
            assertThat(warning.kind()).isEqualTo(Warning.Kind.ENDED);
            assertThat(warning.action()).isEqualTo(Action.LOG_IN);
            assertThat(warning.detail()).isEqualTo("The proxy in x509up has ended at 22:00.");
        });
        assertThat(directory.resolve("files")).isEmptyDirectory();
    }

    @Test
    void whatIsRenewedIsNotWarnedOf() {
        identities.logIn("lake", Person.key(), Passphrase.none(), new ProxyWish(List.of(), LIFE), Optional.empty());

        for (int hour = 0; hour < 30; hour++) pass(Duration.ofHours(1));

        assertThat(heard).allSatisfy(one -> assertThat(one).isEmpty());
    }

    @Test
    void anIssuerThatStaysAwayIsSaidOnceItMattersAndForgottenWhenItIsBack() {
        identities.logIn("lake", Person.key(), Passphrase.none(), new ProxyWish(List.of(), LIFE), Optional.empty());
        away = true;
        pass(Duration.ofHours(10));
        assertThat(warning()).isEmpty();

        pass(Duration.ofMinutes(75));
        assertThat(warning()).hasValueSatisfying(warning -> {
            assertThat(warning.kind()).isEqualTo(Warning.Kind.NOT_RENEWED);
            assertThat(warning.action()).isEqualTo(Action.RENEW);
            assertThat(warning.detail()).contains("VOMS is away.");
        });

        away = false;
        identities.renew("lake");
        assertThat(warning()).isEmpty();
    }

    @Test
    void aCertificateThatEndsIsWarnedOfTwoWeeksBefore() {
        clock.advance(Duration.between(NOW, Person.ends().minus(Duration.ofDays(10))));
        desk.life = Duration.ofDays(20);

        identities.logIn("lake", Person.key(), Passphrase.none(), new ProxyWish(List.of(), LIFE), Optional.empty());

        assertThat(warning())
                .hasValueSatisfying(warning -> assertThat(warning.kind()).isEqualTo(Warning.Kind.CERTIFICATE_ENDS));
    }

    @Test
    void aLoginThatIsOverSaysWhy() {
        identities.logIn("lake", new UserPassword("jane", "correct horse"), Optional.empty());
        desk.refusal = Optional.of(Kind.WRONG_CREDENTIALS);

        pass(Duration.ofHours(2));

        assertThat(warning()).hasValueSatisfying(warning -> {
            assertThat(warning.kind()).isEqualTo(Warning.Kind.ENDED);
            assertThat(warning.detail()).contains("it no longer takes the password of then");
        });
        identities.logOut("lake");
        assertThat(warning()).isEmpty();
    }

    @Test
    void aWarningIsHeardOfOnceAndSoIsItsEnd() {
        var first = Person.proxy(clock, LIFE);
        var current = new ArrayList<GridProxy>(List.of(first));
        identities.logIn("lake", ProxyPlace.given("x509up", current::getLast), Optional.empty());
        desk.life = Duration.ofDays(1);
        heard.clear();

        pass(LIFE.minusMinutes(30));
        tick();
        tick();
        assertThat(heard.stream().filter(Optional::isPresent)).hasSize(1);

        current.add(Person.proxy(clock, LIFE));
        pass(Duration.ofMinutes(11));
        assertThat(heard.getLast()).isEmpty();
    }

    private void pass(Duration time) {
        for (var left = time; left.isPositive(); left = left.minusMinutes(1)) {
            clock.advance(Duration.ofMinutes(1));
            tick();
        }
    }

    private void tick() {
        identities.renewWhatIsDue();
    }

    private Optional<Warning> warning() {
        return identities.login("lake").aside().warning();
    }

    private Identities identities() {
        var nothing = Nothing.tools(clock);
        var tools = new Tools(
                (_, wish) -> {
                    if (away) throw new X509Exception(X509Exception.Kind.UNREACHABLE, "VOMS is away.");
                    return Person.proxy(clock, wish.life());
                },
                new Discovery(Map.of(), directory, directory, Optional.empty(), Map.of(), Terminals.NONE, clock),
                () -> ServerTrust.of(TlsTrust.system()),
                Optional::empty,
                nothing.providers(),
                new KernelFiles(directory.resolve("files"), "lake"));
        var lake = new Instance(
                "lake", "Little lake", URI.create("https://127.0.0.1:1"), Optional.empty(), Optional.empty());
        var made = new Identities(new Instances(List.of(lake), "lake"), desk, new InMemoryTokens(), tools, clock);
        made.listen((_, login) -> heard.add(login.aside().warning()));
        return made;
    }
}
