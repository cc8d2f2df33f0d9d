package org.lakeside.server.lake.identity;

import java.util.Optional;
import org.lakeside.rucio.client.RucioToken;
import org.lakeside.server.lake.Instance;

/// Tokens that outlive the process, where only their user can read them.
public interface KeptTokens {
    /// The token that was kept for this instance at its present address: another address is another Rucio, and must
    /// not be shown it.
    Optional<RucioToken> find(Instance instance);

    void keep(Instance instance, RucioToken token);

    void forget(Instance instance);
}
