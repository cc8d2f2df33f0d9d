package org.lakeside.auth.x509.credential;

import static org.lakeside.auth.x509.X509Exception.Kind.EXPIRED;
import static org.lakeside.auth.x509.X509Exception.Kind.KEY_DOES_NOT_BELONG;
import static org.lakeside.auth.x509.X509Exception.Kind.NOT_YET_VALID;
import static org.lakeside.auth.x509.X509Exception.Kind.NO_CERTIFICATE;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.lakeside.auth.x509.Dn;
import org.lakeside.auth.x509.Finding;
import org.lakeside.auth.x509.Times;
import org.lakeside.auth.x509.X509Exception;

/// A certificate, its private key, and the certificates between it and its authority: what a person or a grid proxy
/// shows to prove who they are.
///
/// The chain begins with the certificate that the key belongs to. A proxy is a credential too: its chain is the
/// proxy, the person's certificate, and what follows.
///
/// The key stays in memory as long as this object does: Java cannot overwrite keys. Keep a long-lived one only while
/// it signs.
public final class Credential {
    private final List<X509Certificate> chain;
    private final PrivateKey key;

    private Credential(List<X509Certificate> chain, PrivateKey key) {
        this.chain = List.copyOf(chain);
        this.key = key;
    }

    /// Puts them together.
    ///
    /// @throws X509Exception when the key is not that of the first certificate
    public static Credential of(List<X509Certificate> chain, PrivateKey key) {
        if (chain.isEmpty()) throw new X509Exception(NO_CERTIFICATE, "A private key needs a certificate beside it.");
        if (!KeyMatch.belongs(key, chain.getFirst().getPublicKey()))
            throw new X509Exception(
                    KEY_DOES_NOT_BELONG,
                    "The private key does not belong to the certificate of %s. Find the key that was made with it."
                            .formatted(Dn.subject(chain.getFirst())));
        return new Credential(chain, key);
    }

    public List<X509Certificate> chain() {
        return chain;
    }

    public X509Certificate certificate() {
        return chain.getFirst();
    }

    public PrivateKey key() {
        return key;
    }

    public Dn subject() {
        return Dn.subject(certificate());
    }

    /// When the first of its certificates ends.
    public Instant expires() {
        return chain.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /// What a server would refuse it for, as far as it can be seen without the server: better to say it before
    /// connecting, because a refused certificate often looks like a broken connection.
    public List<Finding> problemsAt(Instant now) {
        var problems = new ArrayList<Finding>();
        for (X509Certificate certificate : chain) {
            Instant begins = certificate.getNotBefore().toInstant();
            Instant ends = certificate.getNotAfter().toInstant();
            if (ends.isBefore(now))
                problems.add(new Finding(
                        EXPIRED,
                        (ProxyMark.isProxy(certificate)
                                        ? "The proxy %s has ended at %s. Make a new one."
                                        : "The certificate of %s has ended at %s. Ask its authority for a new one.")
                                .formatted(Dn.subject(certificate), Times.inWords(ends, now))));
            if (begins.isAfter(now))
                problems.add(new Finding(
                        NOT_YET_VALID,
                        "The certificate of %s begins at %s, and it is %s. Check the clock of this machine."
                                .formatted(
                                        Dn.subject(certificate), Times.inWords(begins, now), Times.inWords(now, now))));
        }
        return problems;
    }

    @Override
    public String toString() {
        return "certificate of %s, until %s".formatted(subject(), expires());
    }
}
