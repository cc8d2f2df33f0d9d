package org.lakeside.server.lake.browse;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The scopes of everybody at each instance, remembered for a while: large communities have ten thousand. What one
/// account was told is not given to another, who may not be told.
final class ScopeBook {
    private static final Duration REMEMBERED = Duration.ofMinutes(5);

    private final Catalogue catalogue;
    private final Clock clock;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private record Known(String account, Set<String> scopes, Instant until) {}

    ScopeBook(Catalogue catalogue, Clock clock) {
        this.catalogue = catalogue;
        this.clock = clock;
    }

    Set<String> all(String instance) {
        return remembered(instance).orElseGet(() -> ask(instance));
    }

    /// Of one that is not known the catalogue is asked again: it may have been made meanwhile.
    boolean has(String instance, String scope) {
        return remembered(instance).filter(scopes -> scopes.contains(scope)).isPresent()
                || ask(instance).contains(scope);
    }

    void forget(String instance) {
        known.remove(instance);
    }

    private Optional<Set<String>> remembered(String instance) {
        var now = clock.instant();
        return Optional.ofNullable(known.get(instance))
                .filter(one -> one.account().equals(catalogue.account(instance)) && now.isBefore(one.until()))
                .map(Known::scopes);
    }

    private Set<String> ask(String instance) {
        var until = clock.instant().plus(REMEMBERED);
        var account = catalogue.account(instance);
        var scopes = Set.copyOf(catalogue.allScopes(instance));
        known.put(instance, new Known(account, scopes, until));
        return scopes;
    }
}
