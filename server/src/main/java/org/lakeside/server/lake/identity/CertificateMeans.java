package org.lakeside.server.lake.identity;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.lakeside.auth.x509.Finding;
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
    private Instant made = Instant.EPOCH;
    private Optional<Instant> ends = Optional.empty();
    private boolean closed;

    /// Held while a proxy is made: who else wants one waits for it instead of asking the VO again.
    private final ReentrantLock making = new ReentrantLock();

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
        var before = proxy();
        making.lock();
        try {
            if (proxy().equals(before)) make(read());
        } finally {
            making.unlock();
        }
    }

    /// From when it was made: proxies are dated back a little, for servers whose clocks are behind.
    @Override
    public synchronized Optional<Life> life() {
        return proxy.map(one -> new Life(made, one.usefulUntil()));
    }

    @Override
    public synchronized Outlook outlook() {
        return ends.map(Outlook::renewedUntil).orElse(Outlook.ENDLESS);
    }

    /// The certificate itself, for asking a VO.
    Credential read() {
        var person = CredentialProblems.told(
                () -> {
                    var found = place.read(passphrase);
                    Finding.throwFirst(found.problemsAt(clock.instant()));
                    return found;
                },
                place.name());
        synchronized (this) {
            ends = Optional.of(person.expires());
        }
        return person;
    }

    /// Whatever its dates are.
    Credential readAsItIs() {
        return place.read(passphrase);
    }

    KeyPlace place() {
        return place;
    }

    ProxyWish wish() {
        return wish;
    }

    private void make(Credential person) {
        var fresh = CredentialProblems.told(() -> workshop.make(person, wish), place.name());
        synchronized (this) {
            if (closed) return;
            proxy = Optional.of(fresh);
            made = clock.instant();
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
