package org.lakeside.rucio.client;

import java.util.Optional;

/// One thing in the catalogue: a file, a dataset or a container. Written `scope:name`, the way users type it and
/// Rucio prints it.
///
/// The scope is a namespace with an owner and holds neither `:` nor `/`. The name may hold anything, slashes and
/// blanks included; even a single blank, since one such row must not spoil the list it comes in.
public record Did(String scope, String name) {
    public Did {
        if (!isScope(scope) || name.isEmpty()) {
            throw new IllegalArgumentException(
                    "a DID needs a scope (without ':' and '/') and a name: '%s:%s'".formatted(scope, name));
        }
    }

    /// Splits at the first colon. What a person types is not an exception: empty when this is no DID.
    public static Optional<Did> parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0 || colon == text.length() - 1 || !isScope(text.substring(0, colon))) {
            return Optional.empty();
        }
        return Optional.of(new Did(text.substring(0, colon), text.substring(colon + 1)));
    }

    private static boolean isScope(String text) {
        return !text.isBlank() && text.indexOf(':') < 0 && text.indexOf('/') < 0;
    }

    @Override
    public String toString() {
        return scope + ":" + name;
    }
}
