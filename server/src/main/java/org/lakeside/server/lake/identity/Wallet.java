package org.lakeside.server.lake.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.lakeside.auth.x509.proxy.GridProxy;
import org.lakeside.auth.x509.tls.ServerTrust;
import org.lakeside.auth.x509.tls.TlsIdentity;
import org.lakeside.rucio.client.BearerToken;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;

/// Picks for each storage what it is shown: by its scheme, by what Rucio says of the RSE, and by what the person has.
final class Wallet {
    private final Supplier<ServerTrust> trust;
    private final Supplier<Optional<GridProxy>> lyingAbout;
    private final Clock clock;
    private final Map<String, Shown> latest = new ConcurrentHashMap<>();

    private record Shown(GridProxy proxy, TlsIdentity identity) {}

    /// @param lyingAbout a proxy where all grid tools look, for those who log in to Rucio in another way
    Wallet(Supplier<ServerTrust> trust, Supplier<Optional<GridProxy>> lyingAbout, Clock clock) {
        this.trust = trust;
        this.lyingAbout = lyingAbout;
        this.clock = clock;
    }

    StorageCredential pick(Instance instance, Optional<Means> means, Storage storage, Duration goodFor) {
        if (storage.isOpen() || storage.isSigned()) return new StorageCredential.Nothing();
        var until = clock.instant().plus(goodFor);
        if (storage.takesTokens()) {
            var token = token(means, until);
            if (token.isPresent()) return new StorageCredential.Token(token.get());
        }
        var proxy = proxy(means, until);
        if (proxy.isPresent()) return shown(instance, proxy.get());
        if (storage.isWeb() && means.flatMap(Means::proxy).isEmpty()) return new StorageCredential.Nothing();
        throw missing(instance, means, storage, goodFor);
    }

    /// Renews what does not last long enough, if that can be done; a failure matters only when nothing else is left.
    private Optional<GridProxy> proxy(Optional<Means> means, Instant until) {
        var own = means.flatMap(Means::proxy);
        if (own.filter(one -> one.usefulUntil().isBefore(until)).isPresent()) {
            try {
                means.orElseThrow().renew();
            } catch (LakeException e) {
                if (isOver(own.get())) throw e;
            }
            own = means.flatMap(Means::proxy);
        }
        return own.or(lyingAbout).filter(one -> !one.usefulUntil().isBefore(until));
    }

    private static Optional<BearerToken> token(Optional<Means> means, Instant until) {
        return means.flatMap(Means::token).filter(one -> !one.expires().isBefore(until));
    }

    private StorageCredential shown(Instance instance, GridProxy proxy) {
        var shown = latest.compute(
                instance.name(),
                (_, known) -> known != null && isSame(known.proxy(), proxy)
                        ? known
                        : new Shown(proxy, TlsIdentity.of(trust.get(), proxy.credential())));
        return new StorageCredential.Proxy(shown.proxy(), shown.identity());
    }

    private static boolean isSame(GridProxy one, GridProxy other) {
        return one.credential().certificate().equals(other.credential().certificate());
    }

    private boolean isOver(GridProxy proxy) {
        return !clock.instant().isBefore(proxy.usefulUntil());
    }

    private LakeException missing(Instance instance, Optional<Means> means, Storage storage, Duration goodFor) {
        var ending = means.flatMap(Means::proxy);
        var problem = ending.isPresent()
                ? new Problem(
                        Kind.CREDENTIAL_MISSING,
                        "Your grid proxy ends at %s, and %s needs one for %d more minutes."
                                .formatted(ending.get().usefulUntil(), storage.rse(), goodFor.toMinutes()),
                        "Log in again with your certificate, or make a new proxy.")
                : new Problem(
                        Kind.CREDENTIAL_MISSING,
                        "%s (%s) wants to see a grid proxy, and there is none."
                                .formatted(storage.rse(), storage.scheme()),
                        "Log in to %s with a certificate or a grid proxy.".formatted(instance.label()));
        return new LakeException(problem.with(Problem.INSTANCE, instance.name()));
    }

    void forget(Instance instance) {
        latest.remove(instance.name());
    }
}
