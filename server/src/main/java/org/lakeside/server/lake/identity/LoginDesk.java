package org.lakeside.server.lake.identity;

import java.time.Duration;
import java.util.Optional;
import org.lakeside.rucio.client.OidcLogin;
import org.lakeside.rucio.client.RucioToken;
import org.lakeside.rucio.client.TokenSource;
import org.lakeside.server.lake.Instance;

/// Where a proof of who one is is exchanged for a token.
public interface LoginDesk {
    /// A token for this proof.
    ///
    /// @throws org.lakeside.server.lake.LakeException `WRONG_CREDENTIALS`, `CHOOSE_ACCOUNT`, or no answer
    RucioToken login(Instance instance, Proof proof, Optional<String> account);

    /// The account that Rucio takes whoever has the token for, asked of it now.
    String account(Instance instance, TokenSource tokens);

    /// Somebody has logged out: nothing of theirs is kept.
    default void forget(Instance instance) {}

    /// The version of the Rucio that answers there.
    String version(Instance instance);

    /// By how much our clock is ahead of its; empty when it does not say.
    Optional<Duration> clockAhead(Instance instance);

    /// Begins a login that a person goes on with in a browser.
    ///
    /// @param polling whether it will be waited for; else the browser shows a code
    OidcLogin begin(Instance instance, boolean polling, Optional<String> account);

    /// Its token; empty as long as nobody has logged in there.
    Optional<RucioToken> fetch(Instance instance, OidcLogin login, Optional<String> account);

    /// The token for the code that a browser has shown.
    RucioToken fetch(Instance instance, String code, Optional<String> account);

    /// A newer token in place of one that came from a browser; empty when there is none to be had.
    Optional<RucioToken> refresh(Instance instance, RucioToken token);
}
