package org.lakeside.rucio.client;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/// A token that is renewed by counting on.
final class FixedToken implements TokenSource {
    private final AtomicInteger number = new AtomicInteger(1);

    @Override
    public RucioToken token() {
        return new RucioToken("token-" + number.get(), "alice", "alice", Instant.parse("2026-11-21T11:00:00Z"));
    }

    @Override
    public RucioToken renewed(RucioToken refused) {
        number.incrementAndGet();
        return token();
    }
}
