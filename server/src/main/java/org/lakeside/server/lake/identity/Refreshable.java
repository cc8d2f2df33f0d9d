package org.lakeside.server.lake.identity;

import java.net.URI;
import java.util.Optional;

/// A token that gets others from an identity provider, without a person, until somebody takes it back.
///
/// @param issuer the provider's address
/// @param client as which program it was given out
/// @param secret of that program; programs of people have none
/// @param token the secret itself
/// @param scope of tokens for Rucio; empty: what Rucio usually wants
/// @param audience of tokens for Rucio; empty: as Rucio usually calls itself
public record Refreshable(
        URI issuer,
        String client,
        Optional<String> secret,
        String token,
        Optional<String> scope,
        Optional<String> audience) {
    @Override
    public String toString() {
        return "refresh token of " + issuer.getHost();
    }
}
