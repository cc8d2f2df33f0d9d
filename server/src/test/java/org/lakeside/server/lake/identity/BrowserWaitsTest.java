package org.lakeside.server.lake.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lakeside.rucio.client.OidcLogin;
import org.lakeside.rucio.client.RucioToken;
import org.lakeside.server.SettableClock;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;

/// Somebody types a password in a browser, and Rucio has its own day meanwhile.
class BrowserWaitsTest {
    private static final Instance LAKE =
            new Instance("lake", "Little lake", URI.create("https://127.0.0.1:1"), Optional.empty(), Optional.empty());

    private final FakeDesk desk = new FakeDesk(new SettableClock(Instant.parse("2026-11-21T10:00:00Z")));
    private final BrowserWaits waits = new BrowserWaits(desk, Duration.ofMillis(5));
    private final List<RucioToken> tokens = new CopyOnWriteArrayList<>();
    private final List<Problem> failures = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() {
        waits.close();
    }

    @Test
    void aRucioThatIsAwayForAMomentEndsNoWait() {
        desk.refusal = Optional.of(Kind.RUCIO_UNAVAILABLE);
        begin();
        await().until(() -> desk.fetched.get() > 2);

        desk.refusal = Optional.empty();
        desk.inBrowser = Optional.of("token-of-a-browser");

        await().until(() -> !tokens.isEmpty());
        assertThat(tokens).extracting(RucioToken::value).containsExactly("token-of-a-browser");
        assertThat(failures).isEmpty();
    }

    @Test
    void aRefusalEndsIt() {
        desk.refusal = Optional.of(Kind.WRONG_CREDENTIALS);

        begin();

        await().until(() -> !failures.isEmpty());
        assertThat(failures).extracting(Problem::kind).containsExactly(Kind.WRONG_CREDENTIALS);
        assertThat(desk.fetched).hasValue(1);
    }

    private void begin() {
        var login = new OidcLogin(LAKE.url().resolve("/auth/oidc_redirect?begun"), true);
        waits.await(LAKE, login, Optional.empty(), tokens::add, failures::add);
    }
}
