package org.lakeside.server.lake.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.auth.x509.TlsTrust;
import org.lakeside.auth.x509.credential.SecretFile;
import org.lakeside.auth.x509.proxy.ProxyFile;
import org.lakeside.auth.x509.tls.ServerTrust;
import org.lakeside.rucio.client.UserPassword;
import org.lakeside.server.SettableClock;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.Instances;
import org.lakeside.server.lake.Problem.Kind;
import org.lakeside.server.lake.identity.Login.LoggedIn;
import org.lakeside.server.lake.identity.Login.LoggedOut;
import org.lakeside.server.lake.identity.Login.Source;

/// Who has something to show is logged in without being asked; who has logged out is not.
class WithoutAClickTest {
    @TempDir
    Path home;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-21T10:00:00Z"));
    private final FakeDesk desk = new FakeDesk(clock);

    @Test
    void aProxyThatLiesThereLogsIn() {
        var identities = at("https://127.0.0.1:1");
        leaveProxy();

        identities.logInWithWhatIsThere();

        assertThat(identities.login("lake"))
                .isInstanceOfSatisfying(
                        LoggedIn.class, login -> assertThat(login.source()).isEqualTo(Source.PROXY));
    }

    @Test
    void aProxyThatComesLaterLogsInThen() {
        var identities = at("https://127.0.0.1:1");
        identities.logInWithWhatIsThere();
        leaveProxy();
        clock.advance(Duration.ofMinutes(1));

        identities.renewWhatIsDue();

        assertThat(identities.login("lake")).isInstanceOf(LoggedIn.class);
    }

    @Test
    void aProxyThatIsMadeAnewWithAnotherRoleCountsFromTheNextLookOn() {
        var identities = at("https://127.0.0.1:1");
        leaveProxy();
        identities.logInWithWhatIsThere();
        var newer = Person.proxy(clock, Duration.ofHours(12));
        ProxyFile.write(newer, home.resolve("x509up"));

        identities.renewWhatIsDue();

        assertThat(identities.login("lake"))
                .isInstanceOfSatisfying(
                        LoggedIn.class,
                        login -> assertThat(
                                        login.proxy().orElseThrow().credential().certificate())
                                .isEqualTo(newer.credential().certificate()));
        assertThat(desk.asked).isEqualTo(1);
    }

    @Test
    void whoLoggedOutIsLeftAlone() {
        var identities = at("https://127.0.0.1:1");
        leaveProxy();
        identities.logInWithWhatIsThere();
        identities.logOut("lake");
        clock.advance(Duration.ofMinutes(1));

        identities.renewWhatIsDue();
        identities.logInWithWhatIsThere();

        assertThat(identities.login("lake")).isInstanceOf(LoggedOut.class);
        assertThat(home.resolve("credentials")).isEmptyDirectory();
    }

    @Test
    void whoIsLoggedInAlreadyStaysWhoTheyAre() {
        var identities = at("https://127.0.0.1:1");
        identities.logIn("lake", new UserPassword("jane", "correct horse"), Optional.empty());
        leaveProxy();

        identities.logInWithWhatIsThere();

        assertThat(identities.login("lake"))
                .isInstanceOfSatisfying(
                        LoggedIn.class, login -> assertThat(login.source()).isEqualTo(Source.PASSWORD));
    }

    @Test
    void aRenewalOnRequestTakesWhatLiesThereInPlaceOfAKeptToken() {
        var kept = new InMemoryTokens();
        var lake = new Instance(
                "lake", "Little lake", URI.create("https://127.0.0.1:1"), Optional.empty(), Optional.empty());
        kept.keep(lake, desk.login(lake, new Proof.Password(new UserPassword("jane", "x")), Optional.empty()));
        var identities = at("https://127.0.0.1:1", kept);
        assertThat(identities.login("lake"))
                .isInstanceOfSatisfying(
                        LoggedIn.class, login -> assertThat(login.source()).isEqualTo(Source.KEPT_TOKEN));
        leaveProxy();

        identities.renew("lake");

        assertThat(identities.login("lake"))
                .isInstanceOfSatisfying(
                        LoggedIn.class, login -> assertThat(login.source()).isEqualTo(Source.PROXY));
    }

    @Test
    void withoutTlsNothingIsShown() {
        var identities = at("http://127.0.0.1:1");
        leaveProxy();

        identities.logInWithWhatIsThere();

        assertThat(desk.asked).isZero();
    }

    @Test
    void aRefusalIsNotAskedForAgainAndAgain() {
        var identities = at("https://127.0.0.1:1");
        leaveProxy();
        desk.refusal = Optional.of(Kind.WRONG_CREDENTIALS);

        for (int second = 0; second < 30; second++) {
            identities.renewWhatIsDue();
            identities.logInWithWhatIsThere();
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(desk.asked).isEqualTo(1);
    }

    @Test
    void theProxyForKernelsEndsWithTheService() {
        var identities = at("https://127.0.0.1:1");
        leaveProxy();
        identities.logInWithWhatIsThere();
        assertThat(home.resolve("credentials/x509_proxy")).exists();

        identities.close();

        assertThat(home.resolve("credentials")).isEmptyDirectory();
    }

    @Test
    void aTokenFileOfOnesOwnIsThereForKernelsToo() throws IOException {
        SecretFile.write(
                home.resolve("bt"),
                Person.tokenText(clock.instant(), Duration.ofHours(1)).getBytes(StandardCharsets.US_ASCII));
        var identities = at("https://127.0.0.1:1");

        identities.logIn("lake", new UserPassword("jane", "correct horse"), Optional.empty());

        assertThat(home.resolve("credentials/bearer_token")).hasSameTextualContentAs(home.resolve("bt"));
        identities.logOut("lake");
        assertThat(home.resolve("credentials")).isEmptyDirectory();
    }

    @Test
    void theProxyThatAKilledServiceHasLeftLogsInAndGoesWithTheLogout() {
        new KernelFiles(home.resolve("credentials"), "lake")
                .update("lake", Optional.of(Person.proxy(clock, Duration.ofHours(12))), Optional.empty());
        var identities = at("https://127.0.0.1:1");

        identities.logInWithWhatIsThere();

        assertThat(identities.login("lake"))
                .isInstanceOfSatisfying(
                        LoggedIn.class, login -> assertThat(login.source()).isEqualTo(Source.PROXY));
        identities.logOut("lake");
        assertThat(home.resolve("credentials")).isEmptyDirectory();
    }

    @Test
    void whoLogsOutWhileALoginWithoutAClickRunsStaysLoggedOut() throws Exception {
        var identities = at("https://127.0.0.1:1");
        leaveProxy();
        desk.gate = new CountDownLatch(1);
        var byItself = Thread.ofVirtual().start(identities::logInWithWhatIsThere);
        assertThat(desk.asking.await(30, TimeUnit.SECONDS)).isTrue();

        identities.logOut("lake");
        desk.gate.countDown();
        byItself.join();

        assertThat(identities.login("lake")).isInstanceOf(LoggedOut.class);
        assertThat(home.resolve("credentials/x509_proxy")).doesNotExist();
    }

    @Test
    void anIssuerThatHangsKeepsItsOwnInstanceOnlyAndIsNotAskedTwice() throws Exception {
        var other = new Instance(
                "other", "Other lake", URI.create("https://127.0.0.1:2"), Optional.empty(), Optional.empty());
        var identities = at("https://127.0.0.1:1", new InMemoryTokens(), other);
        leaveProxy();
        desk.gateOf = "lake";
        desk.gate = new CountDownLatch(1);
        List<String> heard = new CopyOnWriteArrayList<>();
        var byItself = Thread.ofVirtual().start(() -> identities.logInWithWhatIsThere(heard::add));

        await().until(() -> heard.contains("other"));
        assertThat(identities.login("other")).isInstanceOf(LoggedIn.class);
        await().until(() -> desk.askedAt.containsKey("lake"));
        identities.beginToRenewWhatIsDue();
        identities.logInWithWhatIsThere(heard::add);

        assertThat(heard).containsOnlyOnce("lake"); // it is being looked for already
        desk.gate.countDown();
        byItself.join();
        assertThat(desk.askedAt).containsEntry("lake", 1);
        assertThat(identities.login("lake")).isInstanceOf(LoggedIn.class);
    }

    @Test
    void aTokenIsShownToTheDefaultInstanceOnlyUnlessSomebodyAsksForMore() throws IOException {
        SecretFile.write(
                home.resolve("bt"),
                Person.tokenText(clock.instant(), Duration.ofHours(1)).getBytes(StandardCharsets.US_ASCII));
        var other = new Instance(
                "other", "Other lake", URI.create("https://127.0.0.1:2"), Optional.empty(), Optional.empty());
        var identities = at("https://127.0.0.1:1", new InMemoryTokens(), other);

        identities.logInWithWhatIsThere();

        assertThat(identities.login("lake")).isInstanceOf(LoggedIn.class);
        assertThat(identities.login("other")).isInstanceOf(LoggedOut.class);
    }

    private void leaveProxy() {
        ProxyFile.write(Person.proxy(clock, Duration.ofHours(12)), home.resolve("x509up"));
    }

    private Identities at(String url) {
        return at(url, new InMemoryTokens());
    }

    private Identities at(String url, KeptTokens kept, Instance... more) {
        var environment = Map.of(
                "X509_USER_PROXY", home.resolve("x509up").toString(),
                "BEARER_TOKEN_FILE", home.resolve("bt").toString());
        var files = new KernelFiles(home.resolve("credentials"), "lake");
        var tools = new Tools(
                Nothing.tools(clock).workshop(),
                new Discovery(environment, home, home, Optional.empty(), Map.of(), files, clock),
                () -> ServerTrust.of(TlsTrust.system()),
                Optional::empty,
                with -> new GivenToken(with.toString(), "none"),
                files);
        var lake = new Instance("lake", "Little lake", URI.create(url), Optional.empty(), Optional.empty());
        var all = Stream.concat(Stream.of(lake), Stream.of(more)).toList();
        return new Identities(new Instances(all, "lake"), desk, kept, tools, clock);
    }
}
