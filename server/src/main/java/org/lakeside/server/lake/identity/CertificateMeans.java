package org.lakeside.server.lake.identity;

import java.time.Clock;
import java.util.Optional;
import org.lakeside.auth.x509.credential.Credential;
import org.lakeside.auth.x509.credential.Passphrase;
import org.lakeside.auth.x509.proxy.GridProxy;
import org.lakeside.rucio.client.RucioToken;
import org.lakeside.server.lake.Instance;

/// A certificate with its key, and the proxies made of it. The passphrase is in memory until the logout; the key is
/// read when it signs, because Java cannot overwrite keys.
final class CertificateMeans implements Means {
    private final KeyPlace place;
    private final Passphrase passphrase;
    private final ProxyWish wish;
    private final ProxyWorkshop workshop;
    private final Clock clock;

    // Guarded by `this`.
    private Optional<GridProxy> proxy = Optional.empty();
    private boolean closed;

    /// Takes over the passphrase.
    CertificateMeans(KeyPlace place, Passphrase passphrase, ProxyWish wish, ProxyWorkshop workshop, Clock clock) {
        this.place = place;
        this.passphrase = passphrase;
        this.wish = wish;
        this.workshop = workshop;
        this.clock = clock;
    }

    @Override
    public Login.Source source() {
        return Login.Source.CERTIFICATE;
    }

    /// With the first login a proxy is made: what is wrong with VO or key is said at once, and not at a download.
    @Override
    public RucioToken logIn(LoginDesk desk, Instance instance, Optional<String> account, Optional<RucioToken> old) {
        var person = read();
        if (proxy().isEmpty()) make(person);
        return desk.login(instance, new Proof.Certificate(person), account);
    }

    @Override
    public synchronized Optional<GridProxy> proxy() {
        return proxy;
    }

    @Override
    public void renew() {
        make(read());
    }

    @Override
    public boolean isDue() {
        return proxy().filter(one -> PartOfLife.isDue(one, clock.instant())).isPresent();
    }

    private Credential read() {
        return CredentialProblems.told(() -> place.read(passphrase), place.name());
    }

    private void make(Credential person) {
        var made = CredentialProblems.told(() -> workshop.make(person, wish), place.name());
        synchronized (this) {
            if (!closed) proxy = Optional.of(made);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        proxy = Optional.empty();
        passphrase.close();
        place.forget();
    }

    @Override
    public String toString() {
        return "certificate in " + place.name();
    }
}
