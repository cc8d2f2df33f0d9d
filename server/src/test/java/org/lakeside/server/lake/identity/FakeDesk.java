package org.lakeside.server.lake.identity;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.lakeside.rucio.client.OidcLogin;
import org.lakeside.rucio.client.RucioToken;
import org.lakeside.rucio.client.TokenSource;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;

/// Gives a new token for any password, until told otherwise.
final class FakeDesk implements LoginDesk {
    final List<Optional<String>> accounts = new ArrayList<>();
    volatile Optional<Kind> refusal = Optional.empty();
    Duration life = Duration.ofHours(1);
    int asked;
    /// The same of each instance.
    final Map<String, Integer> askedAt = new ConcurrentHashMap<>();
    /// The tokens it was asked about.
    final List<String> askedWith = new ArrayList<>();
    /// How often it was asked for the token of a login in a browser.
    final AtomicInteger fetched = new AtomicInteger();
    /// The one that comes of it.
    volatile Optional<String> inBrowser = Optional.empty();
    /// Counted down when somebody asks.
    CountDownLatch asking = new CountDownLatch(1);
    /// Until it opens, nobody gets an answer.
    CountDownLatch gate = new CountDownLatch(0);
    /// The instance with the gate; empty: all have it.
    volatile String gateOf = "";
    boolean leaving;
    boolean down;
    Duration ahead = Duration.ZERO;

    private final Clock clock;

    FakeDesk(Clock clock) {
        this.clock = clock;
    }

    @Override
    public RucioToken login(Instance instance, Proof proof, Optional<String> account) {
        asked++;
        askedAt.merge(instance.name(), 1, Integer::sum);
        asking.countDown();
        try {
            if (gateOf.isEmpty() || gateOf.equals(instance.name())) gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (leaving) {
            leaving = false;
            throw new CancellationException("the reader left");
        }
        if (refusal.isPresent()) throw new LakeException(new Problem(refusal.get(), "refused", "none"));
        accounts.add(account);
        return new RucioToken(
                "token-" + accounts.size(),
                "jdoe",
                proof.identity(),
                clock.instant().plus(life));
    }

    @Override
    public String account(Instance instance, TokenSource tokens) {
        askedWith.add(tokens.token().value());
        if (refusal.isPresent()) throw new LakeException(new Problem(refusal.get(), "refused", "none"));
        return "jdoe";
    }

    @Override
    public String version(Instance instance) {
        if (down) throw new LakeException(new Problem(Kind.RUCIO_UNAVAILABLE, "down", "wait"));
        return "41.5.1";
    }

    @Override
    public Optional<Duration> clockAhead(Instance instance) {
        return Optional.of(ahead);
    }

    @Override
    public OidcLogin begin(Instance instance, boolean polling, Optional<String> account) {
        return new OidcLogin(instance.url().resolve("/auth/oidc_redirect?begun"), polling);
    }

    @Override
    public Optional<RucioToken> fetch(Instance instance, OidcLogin login, Optional<String> account) {
        fetched.incrementAndGet();
        refusal.ifPresent(FakeDesk::refuse);
        return inBrowser.map(
                value -> new RucioToken(value, "jdoe", "jane", clock.instant().plus(life)));
    }

    private static void refuse(Kind kind) {
        throw new LakeException(new Problem(kind, "refused", "none"));
    }

    @Override
    public RucioToken fetch(Instance instance, String code, Optional<String> account) {
        return new RucioToken(
                "token-of-" + code, "jdoe", "jane", clock.instant().plus(life));
    }

    @Override
    public Optional<RucioToken> refresh(Instance instance, RucioToken token) {
        asked++;
        if (refusal.isPresent()) throw new LakeException(new Problem(refusal.get(), "refused", "none"));
        return Optional.of(new RucioToken(
                "refreshed-" + asked, "jdoe", "jane", clock.instant().plus(life)));
    }
}
