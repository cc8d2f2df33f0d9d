package org.lakeside.auth.x509.proxy;

import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.lakeside.auth.x509.credential.Credential;
import org.lakeside.auth.x509.voms.AttributeCertificate;

/// Signs proxies of RFC 3820: with a fresh key here, or for a key that somebody else keeps (delegation).
///
/// Limits are inherited: what a limited proxy signs is limited, nothing outlives its issuer, and no proxy is made
/// that servers would refuse for being one too many.
public final class ProxyMaker {
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public ProxyMaker(Clock clock) {
        this.clock = clock;
    }

    /// A proxy with a key of its own.
    ///
    /// @param issuer a person's certificate, or a proxy
    /// @param fresh used for nothing else, see [KeyReserve]
    /// @param attributes what VOMS gave, the primary one first; none if it gave nothing
    public GridProxy make(
            Credential issuer, KeyPair fresh, ProxyOptions options, List<AttributeCertificate> attributes) {
        List<X509Certificate> chain = sign(issuer, fresh.getPublic(), options, attributes);
        return GridProxy.of(Credential.of(chain, fresh.getPrivate()));
    }

    /// Delegation: signs for a key that somebody else keeps. Memberships of a proxy need not be repeated: who looks
    /// at the delegated one finds them in its parent.
    ///
    /// @param request PKCS#10, PEM or DER; only its public key counts, and that its sender has the private one
    /// @return the new proxy and what it was made from, to be sent back
    public List<X509Certificate> delegate(Credential issuer, byte[] request, ProxyOptions options) {
        return sign(issuer, DelegationRequest.publicKey(request), options, List.of());
    }

    private List<X509Certificate> sign(
            Credential issuer, PublicKey key, ProxyOptions options, List<AttributeCertificate> attributes) {
        boolean limited = IssuerCheck.of(issuer, clock.instant()) || options.limited();
        var chain = new ArrayList<X509Certificate>();
        chain.add(new ProxyCertificate(issuer, key, random.nextInt(1, Integer.MAX_VALUE))
                .living(clock.instant(), options.life())
                .sign(limited, options.pathLength(), attributes));
        chain.addAll(issuer.chain());
        return chain;
    }
}
