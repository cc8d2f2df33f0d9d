package org.lakeside.server.lake.identity;

import org.lakeside.auth.x509.credential.Credential;
import org.lakeside.auth.x509.proxy.GridProxy;
import org.lakeside.rucio.client.BearerToken;
import org.lakeside.rucio.client.UserPassword;

/// What is shown at Rucio's desk to get a token.
public sealed interface Proof {
    record Password(UserPassword credentials) implements Proof {}

    /// A person's certificate with its key.
    record Certificate(Credential credential) implements Proof {}

    record Proxy(GridProxy proxy) implements Proof {}

    /// A token of an identity provider.
    record Token(BearerToken token) implements Proof {}

    /// Who it says one is, for people.
    default String identity() {
        return switch (this) {
            case Password(var credentials) -> credentials.username();
            case Certificate(var credential) -> credential.subject().slashed();
            case Proxy(var proxy) -> proxy.identity().slashed();
            case Token(var token) -> token.identity();
        };
    }

    /// What it is, for people.
    default String what() {
        return switch (this) {
            case Password _ -> "password";
            case Certificate _ -> "certificate";
            case Proxy _ -> "grid proxy";
            case Token _ -> "token";
        };
    }
}
