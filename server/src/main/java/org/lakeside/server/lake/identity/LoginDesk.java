package org.lakeside.server.lake.identity;

import java.util.Optional;
import org.lakeside.rucio.client.RucioToken;
import org.lakeside.rucio.client.UserPassword;
import org.lakeside.server.lake.Instance;

/// Where a password is exchanged for a token.
@FunctionalInterface
public interface LoginDesk {
    /// A token for these credentials.
    ///
    /// @throws org.lakeside.server.lake.LakeException `WRONG_CREDENTIALS`, `CHOOSE_ACCOUNT`, or no answer
    RucioToken login(Instance instance, UserPassword credentials, Optional<String> account);
}
