package org.lakeside.server.lake.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.lakeside.auth.x509.Times;
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

    /// @param goodFor so long it must last; of what lives shorter altogether, a quarter of its life
    /// @param renewal to be run when what there is does not last
    StorageCredential pick(
            Instance instance, Optional<Means> means, Storage storage, Duration goodFor, Runnable renewal) {
        if (storage.isOpen() || storage.isSigned()) return new StorageCredential.Nothing();
        if (!lasts(means, goodFor)) renewal.run();
        var token = token(means, goodFor).filter(one -> storage.takes(one));
        if (token.filter(Storage::opensStorages).isPresent()) return new StorageCredential.Token(token.get());
        var proxy = proxy(means, goodFor);
        if (proxy.isPresent()) return shown(instance, proxy.get());
        if (token.isPresent()) return new StorageCredential.Token(token.get());
        if (storage.isWeb() && means.flatMap(Means::proxy).isEmpty()) return new StorageCredential.Nothing();
        throw missing(instance, means, storage);
    }

    private boolean lasts(Optional<Means> means, Duration goodFor) {
        return means.flatMap(Means::life).filter(life -> !lasts(life, goodFor)).isEmpty();
    }

    private boolean lasts(Life life, Duration goodFor) {
        var least = goodFor.compareTo(life.spare()) < 0 ? goodFor : life.spare();
        return !life.ends().isBefore(clock.instant().plus(least));
    }

    private Optional<GridProxy> proxy(Optional<Means> means, Duration goodFor) {
        var own = means.flatMap(Means::proxy);
        return own.isPresent()
                ? own.filter(_ -> lasts(means, goodFor))
                : lyingAbout.get().filter(one -> lasts(Life.of(one), goodFor));
    }

    private Optional<BearerToken> token(Optional<Means> means, Duration goodFor) {
        return means.flatMap(Means::token).filter(one -> lasts(Life.of(one), goodFor));
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

    private LakeException missing(Instance instance, Optional<Means> means, Storage storage) {
        var ending = means.flatMap(Means::proxy);
        var problem = ending.isPresent()
                ? new Problem(
                        Kind.CREDENTIAL_MISSING,
                        ending(storage, ending.get().usefulUntil()),
                        "Log in again with your certificate, or make a new proxy.")
                : new Problem(
                        Kind.CREDENTIAL_MISSING,
                        "%s (%s) wants to see a grid proxy, and there is none."
                                .formatted(storage.rse(), storage.scheme()),
                        "Log in to %s with a certificate or a grid proxy.".formatted(instance.label()));
        return new LakeException(problem.with(Problem.INSTANCE, instance.name()));
    }

    private String ending(Storage storage, Instant end) {
        return (clock.instant().isBefore(end)
                        ? "Your grid proxy ends at %s, too soon for what %s is to send."
                        : "Your grid proxy has ended at %s, and %s wants to see one.")
                .formatted(Times.inWords(end, clock), storage.rse());
    }

    void forget(Instance instance) {
        latest.remove(instance.name());
    }
}
