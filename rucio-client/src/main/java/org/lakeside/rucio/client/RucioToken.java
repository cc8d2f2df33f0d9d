package org.lakeside.rucio.client;

import java.time.Instant;

/// What a login gives: good for an hour, not prolonged by use.
///
/// @param value the secret; never printed
/// @param account whom Rucio charges
/// @param identity how that person proved it, here the user name
/// @param expires by this machine's clock
public record RucioToken(String value, String account, String identity, Instant expires) {
    @Override
    public String toString() {
        return "token of account %s (%s), until %s".formatted(account, identity, expires);
    }
}
