package org.lakeside.server.lake.identity;

import java.time.Instant;

/// Whether somebody is logged in to an instance, and as whom.
public sealed interface Login {

    /// Logged in.
    ///
    /// @param expires when the token ends; it is renewed before, if `source` is the password
    record LoggedIn(String account, String identity, Instant expires, Source source) implements Login {}

    record LoggedOut() implements Login {}

    /// Where the login came from.
    enum Source {
        /// Typed in here; it is in memory and renews the token.
        PASSWORD,
        /// From an earlier run of the service; good until it ends.
        KEPT_TOKEN
    }
}
