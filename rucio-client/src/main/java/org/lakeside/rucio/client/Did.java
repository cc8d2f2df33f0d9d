package org.lakeside.rucio.client;

import java.util.Optional;

/// One thing in the catalogue: a file, a dataset or a container. Written `scope:name`, the way users type it and
/// Rucio
/// prints it.
///
/// The scope is a namespace with an owner and holds neither `:` nor `/`; the name may hold anything, slashes and
/// blanks
/// included.
public record Did(String scope, String name) {
    public Did {
        if (scope.isBlank() || name.isBlank()) {
            throw new IllegalArgumentException("a DID needs a scope and a name: '%s:%s'".formatted(scope, name));
        }
        if (scope.indexOf(':') >= 0 || scope.indexOf('/') >= 0) {
            throw new IllegalArgumentException("a scope holds neither ':' nor '/': '%s'".formatted(scope));
        }
    }

    /// Splits at the first colon. What a person types is not an exception: empty when this is no DID.
    public static Optional<Did> parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        String scope = text.substring(0, colon);
        String name = text.substring(colon + 1);
        if (scope.isBlank() || name.isBlank() || scope.indexOf('/') >= 0) {
            return Optional.empty();
        }
        return Optional.of(new Did(scope, name));
    }

    @Override
    public String toString() {
        return scope + ":" + name;
    }
}
