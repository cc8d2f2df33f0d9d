package org.lakeside.rucio.client;

import java.time.Duration;
import java.util.Optional;

/// What a login in the browser shall be like. What is left empty, Rucio decides.
///
/// @param polling whether the browser's login is waited for; else it shows a code, to be typed here
/// @param refreshedFor how long Rucio goes on renewing the token by itself, once scope `offline_access` is granted
public record OidcRequest(
        boolean polling,
        Optional<String> scope,
        Optional<String> audience,
        Optional<String> issuer,
        Optional<Duration> refreshedFor) {

    public static OidcRequest waiting() {
        return new OidcRequest(true, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static OidcRequest withCode() {
        return new OidcRequest(false, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// Asks for a token that Rucio can refresh.
    public OidcRequest refreshable(Duration howLong) {
        String with = scope.orElse("openid profile");
        return new OidcRequest(
                polling,
                Optional.of(with.contains("offline_access") ? with : with + " offline_access"),
                audience,
                issuer,
                Optional.of(howLong));
    }
}
