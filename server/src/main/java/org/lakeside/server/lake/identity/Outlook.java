package org.lakeside.server.lake.identity;

import java.time.Instant;
import java.util.Optional;

/// How long a login goes on without a person.
///
/// @param until empty: as long as the service runs
/// @param renews whether it is renewed by itself until then
public record Outlook(Optional<Instant> until, boolean renews) {
    static final Outlook ENDLESS = new Outlook(Optional.empty(), true);

    static Outlook renewedUntil(Instant end) {
        return new Outlook(Optional.of(end), true);
    }

    static Outlook endsAt(Instant end) {
        return new Outlook(Optional.of(end), false);
    }
}
