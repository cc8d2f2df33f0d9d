package org.lakeside.server.lake.identity;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.lakeside.rucio.client.RucioToken;
import org.lakeside.rucio.client.UserPassword;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;

/// Gives a new token for any password, until told otherwise.
final class FakeDesk implements LoginDesk {
    final List<Optional<String>> accounts = new ArrayList<>();
    Optional<Kind> refusal = Optional.empty();
    Duration life = Duration.ofHours(1);
    int asked;
    /// Counted down when somebody asks.
    CountDownLatch asking = new CountDownLatch(1);
    /// Until it opens, nobody gets an answer.
    CountDownLatch gate = new CountDownLatch(0);
    boolean leaving;

    private final Clock clock;

    FakeDesk(Clock clock) {
        this.clock = clock;
    }

    @Override
    public RucioToken login(Instance instance, UserPassword credentials, Optional<String> account) {
        asked++;
        asking.countDown();
        try {
            gate.await();
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
                credentials.username(),
                clock.instant().plus(life));
    }
}
