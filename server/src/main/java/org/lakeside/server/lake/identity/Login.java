package org.lakeside.server.lake.identity;

import java.time.Instant;
import java.util.Optional;
import org.lakeside.auth.x509.proxy.GridProxy;

/// Whether somebody is logged in to an instance, and as whom.
public sealed interface Login {
    /// What else there is to say.
    Aside aside();

    /// Logged in.
    ///
    /// @param expires when Rucio's token ends; it is renewed before, as far as the outlook goes
    /// @param proxy what storages of the grid are shown
    /// @param tokenUntil when the token for storages ends, if there is one
    record LoggedIn(
            String account,
            String identity,
            Instant expires,
            Source source,
            Optional<GridProxy> proxy,
            Optional<Instant> tokenUntil,
            Outlook outlook,
            Aside aside)
            implements Login {}

    record LoggedOut(Aside aside) implements Login {
        public LoggedOut() {
            this(Aside.NOTHING);
        }
    }

    /// Beside who is logged in.
    ///
    /// @param browser a login that is waited for
    record Aside(Optional<Warning> warning, Optional<BrowserWait> browser) {
        static final Aside NOTHING = new Aside(Optional.empty(), Optional.empty());
    }

    /// Where the login came from.
    enum Source {
        /// Typed in here; it is in memory and renews the token.
        PASSWORD,
        /// From an earlier run of the service; good until it ends.
        KEPT_TOKEN,
        /// A certificate with its key.
        CERTIFICATE,
        /// A grid proxy that somebody else makes.
        PROXY,
        /// A token from a file or a variable.
        TOKEN,
        /// A login in the browser, at an identity provider.
        BROWSER,
        /// The hub's token of its user.
        HUB;

        /// Its stable name.
        public String word() {
            return switch (this) {
                case PASSWORD -> "password";
                case KEPT_TOKEN -> "kept token";
                case CERTIFICATE -> "certificate";
                case PROXY -> "proxy";
                case TOKEN -> "token";
                case BROWSER -> "browser";
                case HUB -> "hub";
            };
        }
    }
}
