package org.lakeside.auth.x509.proxy;

import static org.lakeside.auth.x509.X509Exception.Kind.BAD_PROXY;
import static org.lakeside.auth.x509.X509Exception.Kind.BAD_SIGNATURE;
import static org.lakeside.auth.x509.X509Exception.Kind.EXPIRED;
import static org.lakeside.auth.x509.X509Exception.Kind.LIMITED;
import static org.lakeside.auth.x509.X509Exception.Kind.MAY_NOT_SIGN;
import static org.lakeside.auth.x509.X509Exception.Kind.NOT_YET_VALID;
import static org.lakeside.auth.x509.X509Exception.Kind.TOO_DEEP;
import static org.lakeside.auth.x509.X509Exception.Kind.WEAK;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.lakeside.auth.x509.Dn;
import org.lakeside.auth.x509.Finding;
import org.lakeside.auth.x509.Times;
import org.lakeside.auth.x509.X509Exception.Kind;
import org.lakeside.auth.x509.credential.ProxyMark;

/// The links of a chain of proxies, as RFC 3820 (4.1) wants them. The JDK cannot check these: for it a person is no
/// authority.
final class ProxyLinks {
    private static final Set<String> UNDERSTOOD =
            Set.of(ProxyMark.RFC, ProxyMark.DRAFT, "2.5.29.15", "2.5.29.19", "2.5.29.37"); // key uses, constraints
    private static final int SMALLEST_RSA = 1024;

    private final Instant now;
    private final List<Finding> findings;

    ProxyLinks(Instant now, List<Finding> findings) {
        this.now = now;
        this.findings = findings;
    }

    /// @param proxies how many come before the person's certificate
    void check(List<X509Certificate> chain, int proxies) {
        for (int i = 0; i < proxies; i++) {
            X509Certificate proxy = chain.get(i);
            X509Certificate signer = chain.get(i + 1);
            names(proxy, signer);
            signature(proxy, signer);
            life(proxy);
            content(proxy);
            depth(proxy, i);
            if (i + 1 < proxies) kinds(proxy, signer);
        }
    }

    private void names(X509Certificate proxy, X509Certificate signer) {
        if (!proxy.getIssuerX500Principal().equals(signer.getSubjectX500Principal()))
            add(
                    BAD_PROXY,
                    proxy,
                    "it names %s as its issuer, and %s comes behind it"
                            .formatted(Dn.issuer(proxy), Dn.subject(signer)));
        if (!isIssuersWithOneMore(proxy))
            add(BAD_PROXY, proxy, "its name must be its issuer's with one common name more");
    }

    private static boolean isIssuersWithOneMore(X509Certificate proxy) {
        try {
            RDN[] parts = X500Name.getInstance(proxy.getSubjectX500Principal().getEncoded())
                    .getRDNs();
            if (parts.length == 0) return false;
            RDN last = parts[parts.length - 1];
            var issuer = new X500Name(Arrays.copyOf(parts, parts.length - 1));
            return !last.isMultiValued()
                    && last.getFirst().getType().equals(BCStyle.CN)
                    && new X500Principal(issuer.getEncoded()).equals(proxy.getIssuerX500Principal());
        } catch (IOException | RuntimeException e) {
            return false; // a name that cannot be read
        }
    }

    private void signature(X509Certificate proxy, X509Certificate signer) {
        try {
            proxy.verify(signer.getPublicKey());
        } catch (GeneralSecurityException e) {
            add(BAD_SIGNATURE, proxy, "%s has not signed it".formatted(Dn.subject(signer)));
        }
        if (!IssuerCheck.maySign(signer))
            add(MAY_NOT_SIGN, proxy, "the key of %s is not for signatures".formatted(Dn.subject(signer)));
    }

    private void life(X509Certificate proxy) {
        Instant ends = proxy.getNotAfter().toInstant();
        Instant begins = proxy.getNotBefore().toInstant();
        if (now.isAfter(ends))
            add(EXPIRED, proxy, "it has ended at %s. Make a new one".formatted(Times.inWords(ends, now)));
        if (now.isBefore(begins))
            add(
                    NOT_YET_VALID,
                    proxy,
                    "it begins at %s, and it is %s. Check the clock of this machine"
                            .formatted(Times.inWords(begins, now), Times.inWords(now, now)));
    }

    private void content(X509Certificate proxy) {
        if (proxy.getBasicConstraints() >= 0) add(BAD_PROXY, proxy, "it says that it is an authority");
        if (proxy.getExtensionValue("2.5.29.17") != null || proxy.getExtensionValue("2.5.29.18") != null)
            add(BAD_PROXY, proxy, "it has another name beside its own, which proxies must not");
        Set<String> critical = proxy.getCriticalExtensionOIDs();
        if (critical != null && !UNDERSTOOD.containsAll(critical))
            add(BAD_PROXY, proxy, "it has a condition that is not known here");
        if (proxy.getExtensionValue(ProxyMark.RFC) != null && (critical == null || !critical.contains(ProxyMark.RFC)))
            add(BAD_PROXY, proxy, "what it may do must be marked as critical");
        if (proxy.getPublicKey() instanceof RSAKey rsa && rsa.getModulus().bitLength() < SMALLEST_RSA)
            add(WEAK, proxy, "its key has %d bits".formatted(rsa.getModulus().bitLength()));
        if (proxy.getSigAlgName().startsWith("MD")) add(WEAK, proxy, "it is signed with " + proxy.getSigAlgName());
    }

    /// @param below how many proxies come before it
    private void depth(X509Certificate proxy, int below) {
        ProxyCertInfo.of(proxy)
                .map(ProxyCertInfo::pathLength)
                .filter(allowed -> allowed.orElse(below) < below)
                .ifPresent(allowed -> add(
                        TOO_DEEP,
                        proxy,
                        "it allows %d more below it, and there are %d. Make a new one from the certificate itself"
                                .formatted(allowed.orElse(0), below)));
    }

    private void kinds(X509Certificate proxy, X509Certificate signer) {
        Optional<ProxyKind> kind = ProxyKind.of(proxy);
        Optional<ProxyKind> above = ProxyKind.of(signer);
        if (kind.isEmpty() || above.isEmpty()) return;
        if (kind.get().generation() != above.get().generation())
            add(
                    BAD_PROXY,
                    proxy,
                    "a %s has signed a %s"
                            .formatted(above.get().line(), kind.get().line()));
        if (above.get().isLimited() && !kind.get().isLimited())
            add(LIMITED, proxy, "a limited proxy has signed it, and it is not limited");
    }

    private void add(Kind kind, X509Certificate proxy, String what) {
        findings.add(new Finding(kind, "The proxy %s is not acceptable: %s.".formatted(Dn.subject(proxy), what)));
    }
}
