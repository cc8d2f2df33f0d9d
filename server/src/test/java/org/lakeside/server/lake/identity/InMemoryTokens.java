package org.lakeside.server.lake.identity;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.lakeside.rucio.client.RucioToken;
import org.lakeside.server.lake.Instance;

/// Tokens kept as long as the test lasts, on a disk that can be slow.
final class InMemoryTokens implements KeptTokens {
    final Map<String, RucioToken> tokens = new ConcurrentHashMap<>();
    /// Counted down when something is written.
    CountDownLatch writing = new CountDownLatch(1);
    /// Until it opens, nothing is written.
    CountDownLatch disk = new CountDownLatch(0);

    @Override
    public Optional<RucioToken> find(Instance instance) {
        return Optional.ofNullable(tokens.get(instance.name()));
    }

    @Override
    public void keep(Instance instance, RucioToken token) {
        writing.countDown();
        try {
            disk.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        tokens.put(instance.name(), token);
    }

    @Override
    public void forget(Instance instance) {
        tokens.remove(instance.name());
    }
}
