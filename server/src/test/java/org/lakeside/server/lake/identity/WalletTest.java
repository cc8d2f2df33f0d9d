package org.lakeside.server.lake.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lakeside.auth.x509.TlsTrust;
import org.lakeside.auth.x509.proxy.GridProxy;
import org.lakeside.auth.x509.tls.ServerTrust;
import org.lakeside.rucio.client.BearerToken;
import org.lakeside.server.SettableClock;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem.Kind;

/// What is shown to which storage.
class WalletTest {
    private static final Instance LAKE =
            new Instance("lake", "Little lake", URI.create("https://127.0.0.1:1"), Optional.empty(), Optional.empty());
    private static final Duration GOOD = Duration.ofMinutes(10);

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-21T10:00:00Z"));
    private Optional<GridProxy> lyingAbout = Optional.empty();
    private final Wallet wallet = new Wallet(() -> ServerTrust.of(TlsTrust.system()), () -> lyingAbout, clock);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://a.test/f",
                "dav://a.test/f",
                "https://s3.test/f?X-Amz-Signature=abc",
                "davs://a.test/f?authz=abc"
            })
    void whatIsOpenOrSignedIsShownNothing(String uri) {
        assertThat(pick(Optional.of(proxyMeans()), uri)).isEqualTo(new StorageCredential.Nothing());
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://a.test/f", "davs://a.test/f", "root://a.test//f", "srm://a.test/f"})
    void theGridIsShownTheProxy(String uri) {
        assertThat(pick(Optional.of(proxyMeans()), uri)).isInstanceOf(StorageCredential.Proxy.class);
    }

    @Test
    void theSameProxyIsTheSameIdentitySoThatConnectionsLast() {
        var means = proxyMeans();

        var first = (StorageCredential.Proxy) pick(Optional.of(means), "https://a.test/f");
        var second = (StorageCredential.Proxy) pick(Optional.of(means), "https://a.test/g");

        assertThat(second.identity()).isSameAs(first.identity());
    }

    @Test
    void aTokenIsShownWhereRucioSaysThatTokensAreTakenAndNowhereElse() {
        var means =
                new TokenMeans(new GivenToken("test", Person.tokenText(clock.instant(), Duration.ofHours(1))), clock);
        means.logIn(new FakeDesk(clock), LAKE, Optional.empty(), Optional.empty());
        var takes = new Storage("T", URI.create("https://t.test/f"), Map.of("oidc_support", "True"));

        assertThat(wallet.pick(LAKE, Optional.of(means), takes, GOOD, () -> {}))
                .isInstanceOf(StorageCredential.Token.class);
        assertThat(pick(Optional.of(means), "https://a.test/f")).isEqualTo(new StorageCredential.Nothing());
    }

    @Test
    void aGridProtocolTakesTheProxyThatLiesAboutAlsoWhereTokensAreTaken() {
        lyingAbout = Optional.of(Person.proxy(clock, Duration.ofHours(1)));

        assertThat(withToken("", "root://a.test//f")).isInstanceOf(StorageCredential.Proxy.class);
    }

    @Test
    void aGridProtocolWithATokenAloneIsAClearProblem() {
        var failure = catchThrowableOfType(LakeException.class, () -> withToken("", "root://a.test//f"));

        assertThat(failure.problem().detail()).isEqualTo("T (root) wants to see a grid proxy, and there is none.");
    }

    @ParameterizedTest
    @CsvSource({
        "https://wlcg.cern.ch/jwt/v1/any, true",
        "t.test, true",
        "https://t.test, true",
        "https://t.test:1094/, true",
        "https://t.test:8443, false",
        "https://u.test, false",
        "rucio, false",
        "not an address, false"
    })
    void aTokenIsShownToThoseWhomItIsForAndNotToOthersWhoCouldUseItThere(String audience, boolean shown) {
        assertThat(withToken(audience, "https://t.test:1094/f"))
                .isEqualTo(shown ? new StorageCredential.Token(given(audience)) : new StorageCredential.Nothing());
    }

    private StorageCredential withToken(String audience, String uri) {
        var means = new TokenMeans(new GivenToken("test", given(audience).value()), clock);
        means.logIn(new FakeDesk(clock), LAKE, Optional.empty(), Optional.empty());
        var storage = new Storage("T", URI.create(uri), Map.of("oidc_support", "True"));
        return wallet.pick(LAKE, Optional.of(means), storage, GOOD, () -> {});
    }

    private BearerToken given(String audience) {
        return Person.token(clock.instant(), Duration.ofHours(1), audience);
    }

    @Test
    void aProxyThatLiesAboutServesWhoeverLogsInByPassword() {
        lyingAbout = Optional.of(Person.proxy(clock, Duration.ofHours(1)));

        assertThat(pick(Optional.empty(), "root://a.test//f")).isInstanceOf(StorageCredential.Proxy.class);
    }

    @Test
    void aGridProtocolWithoutAProxyIsAClearProblem() {
        var failure = catchThrowableOfType(LakeException.class, () -> pick(Optional.empty(), "root://a.test//f"));

        assertThat(failure.problem().kind()).isEqualTo(Kind.CREDENTIAL_MISSING);
        assertThat(failure.problem().detail()).isEqualTo("SITE-A (root) wants to see a grid proxy, and there is none.");
    }

    @Test
    void aProxyThatEndsTooSoonAndCannotBeRenewedIsAClearProblem() {
        var means = proxyMeans();
        clock.advance(Duration.ofMinutes(55));

        var failure = catchThrowableOfType(LakeException.class, () -> pick(Optional.of(means), "root://a.test//f"));

        assertThat(failure.problem().kind()).isEqualTo(Kind.CREDENTIAL_MISSING);
        assertThat(failure.problem().detail())
                .isEqualTo("Your grid proxy ends at 11:00, too soon for what SITE-A is to send.");
    }

    private Means proxyMeans() {
        var proxy = Person.proxy(clock, Duration.ofHours(1));
        var means = new ProxyMeans(ProxyPlace.given("x509up", () -> proxy), _ -> {}, clock);
        means.logIn(new FakeDesk(clock), LAKE, Optional.empty(), Optional.empty());
        return means;
    }

    private StorageCredential pick(Optional<Means> means, String uri) {
        return wallet.pick(LAKE, means, new Storage("SITE-A", URI.create(uri)), GOOD, () -> {});
    }
}
