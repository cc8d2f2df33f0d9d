package org.lakeside.server.lake.identity;

import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import org.lakeside.auth.x509.Times;
import org.lakeside.auth.x509.proxy.GridProxy;
import org.lakeside.rucio.client.RucioToken;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;

/// A proxy that somebody else makes, such as `voms-proxy-init` in a terminal: its file is read anew whenever it
/// matters, and when it is another.
final class ProxyMeans implements Means {
    private final ProxyPlace place;
    private final Consumer<GridProxy> check;
    private final Clock clock;

    private volatile Optional<GridProxy> proxy = Optional.empty();
    private volatile Optional<FileMark> seen = Optional.empty();

    /// @param check throws what servers would refuse it for, which they do without a word
    ProxyMeans(ProxyPlace place, Consumer<GridProxy> check, Clock clock) {
        this.place = place;
        this.check = check;
        this.clock = clock;
    }

    @Override
    public Login.Source source() {
        return Login.Source.PROXY;
    }

    @Override
    public RucioToken logIn(LoginDesk desk, Instance instance, Optional<String> account, Optional<RucioToken> old) {
        return desk.login(instance, new Proof.Proxy(read()), account);
    }

    @Override
    public Optional<GridProxy> proxy() {
        return proxy;
    }

    @Override
    public void renew() {
        var before = proxy;
        var now = read();
        if (before.isPresent() && Life.of(now).isDueAt(clock.instant()))
            throw new LakeException(new Problem(
                    Kind.CREDENTIAL_UNUSABLE,
                    "The proxy in %s ends at %s, and nobody has made a new one."
                            .formatted(place.name(), Times.inWords(now.usefulUntil(), clock)),
                    "Make a new one there, for instance with voms-proxy-init, or log in with your certificate."));
    }

    @Override
    public Optional<Life> life() {
        return proxy.map(Life::of);
    }

    @Override
    public Outlook outlook() {
        return proxy.map(one -> Outlook.endsAt(one.usefulUntil())).orElse(Outlook.ENDLESS);
    }

    /// Whether there is another one than was read last: with another role, perhaps, long before that one ends.
    @Override
    public boolean isReplaced() {
        var now = place.mark();
        return now.isPresent() && !now.equals(seen);
    }

    /// The same object as long as the file holds the same proxy: TLS connections go by it.
    private GridProxy read() {
        seen = place.mark();
        var fresh = CredentialProblems.told(
                () -> {
                    var found = place.read();
                    check.accept(found);
                    return found;
                },
                place.name());
        var known = proxy.filter(
                one -> one.credential().certificate().equals(fresh.credential().certificate()));
        var current = known.orElse(fresh);
        proxy = Optional.of(current);
        if (!clock.instant().isBefore(current.expires()))
            throw new LakeException(new Problem(
                    Kind.CREDENTIAL_UNUSABLE,
                    "The proxy in %s has ended at %s.".formatted(place.name(), Times.inWords(current.expires(), clock)),
                    "Make a new one, for instance with voms-proxy-init, or log in with your certificate."));
        return current;
    }

    @Override
    public void close() {
        proxy = Optional.empty();
    }

    @Override
    public String toString() {
        return "proxy in " + place.name();
    }
}
