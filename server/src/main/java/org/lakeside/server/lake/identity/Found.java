package org.lakeside.server.lake.identity;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.lakeside.auth.x509.credential.Passphrase;
import org.lakeside.auth.x509.proxy.ProxyFile;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.Problem;

/// Something that lies there and could be used to log in.
///
/// @param from where it lies
/// @param identity whose it is, as far as that can be seen without a passphrase
/// @param until when it ends
/// @param problem why it cannot be used as it is
public record Found(
        Kind kind,
        String from,
        Optional<String> identity,
        Optional<Instant> until,
        Optional<Problem> problem,
        Place place) {

    /// What kind of thing.
    public enum Kind {
        HUB,
        TOKEN,
        PROXY,
        CERTIFICATE;

        public String word() {
            return switch (this) {
                case HUB -> "hub";
                case TOKEN -> "token";
                case PROXY -> "proxy";
                case CERTIFICATE -> "certificate";
            };
        }
    }

    /// How to get at it.
    public sealed interface Place {
        record OfToken(TokenPlace place) implements Place {}

        record OfProxy(Path file) implements Place {}

        record OfKey(KeyPlace place) implements Place {}
    }

    /// What to log in with; empty when a person has to do something first.
    Optional<Means> means(Tools tools, Instance instance, Clock clock) {
        if (problem.isPresent()) return Optional.empty();
        return Optional.of(
                switch (place) {
                    case Place.OfToken(var token) -> new TokenMeans(token, clock);
                    case Place.OfProxy(var file) ->
                        new ProxyMeans(
                                ProxyPlace.file(file), proxy -> ProxyChecks.requireWhole(proxy, tools, clock), clock);
                    case Place.OfKey(var key) ->
                        new CertificateMeans(
                                key, Passphrase.none(), tools.discovery().wish(instance), tools.workshop(), clock);
                });
    }

    boolean isToken() {
        return place instanceof Place.OfToken;
    }

    /// It alone, shown at a desk: without what a login makes of it.
    Proof proof() {
        return CredentialProblems.told(
                () -> switch (place) {
                    case Place.OfToken(var token) -> new Proof.Token(token.read());
                    case Place.OfProxy(var file) -> new Proof.Proxy(ProxyFile.read(file));
                    case Place.OfKey(var key) -> new Proof.Certificate(key.read(Passphrase.none()));
                },
                from);
    }
}
