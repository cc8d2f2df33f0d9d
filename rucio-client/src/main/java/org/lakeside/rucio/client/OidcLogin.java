package org.lakeside.rucio.client;

import java.net.URI;
import java.time.Duration;

/// A login that a person goes on with in a browser. Rucio knows of it for [#LIFE].
///
/// @param page for the browser; whoever has it can take the login over, so it is shown to its person alone
public record OidcLogin(URI page, boolean polling) {
    public static final Duration LIFE = Duration.ofMinutes(5);

    @Override
    public String toString() {
        return "login in the browser at " + page.getHost();
    }
}
