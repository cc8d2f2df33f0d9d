package org.lakeside.auth.x509.proxy;

import static org.lakeside.auth.x509.X509Exception.Kind.MAY_NOT_SIGN;
import static org.lakeside.auth.x509.X509Exception.Kind.TOO_DEEP;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.lakeside.auth.x509.Dn;
import org.lakeside.auth.x509.Finding;
import org.lakeside.auth.x509.X509Exception;
import org.lakeside.auth.x509.credential.Credential;
import org.lakeside.auth.x509.credential.ProxyMark;

/// Whether something may sign a proxy that servers will take.
final class IssuerCheck {
    private IssuerCheck() {}

    /// Throws if it may not; else says whether what it signs has to be limited.
    static boolean of(Credential issuer, Instant now) {
        Finding.throwFirst(issuer.problemsAt(now));
        X509Certificate certificate = issuer.certificate();
        if (certificate.getBasicConstraints() >= 0)
            throw refusal(certificate, "it is an authority's. Use the certificate of a person");
        if (!maySign(certificate))
            throw refusal(certificate, "its key is not for signatures (keyUsage). Ask the authority for another one");
        Optional<ProxyKind> kind = ProxyKind.of(certificate);
        if (kind.filter(each -> !each.isRfc()).isPresent())
            throw refusal(certificate, "it is a " + kind.get().line() + ". Make a new one from the certificate itself");
        depth(issuer.chain());
        return issuer.chain().stream()
                .takeWhile(ProxyMark::isProxy)
                .map(ProxyKind::of)
                .flatMap(Optional::stream)
                .anyMatch(ProxyKind::isLimited);
    }

    static boolean maySign(X509Certificate certificate) {
        boolean[] uses = certificate.getKeyUsage();
        return uses == null || uses[0]; // digitalSignature
    }

    private static void depth(List<X509Certificate> chain) {
        for (int i = 0; i < chain.size() && ProxyMark.isProxy(chain.get(i)); i++) {
            int below = i + 1; // with the new one
            var allowed = ProxyCertInfo.of(chain.get(i)).map(ProxyCertInfo::pathLength);
            if (allowed.isPresent() && allowed.get().orElse(below) < below)
                throw new X509Exception(
                        TOO_DEEP,
                        "The proxy %s allows %d more below it, and this would be number %d. Make it from the certificate itself."
                                .formatted(
                                        Dn.subject(chain.get(i)), allowed.get().orElse(0), below));
        }
    }

    private static X509Exception refusal(X509Certificate certificate, String why) {
        return new X509Exception(MAY_NOT_SIGN, "%s cannot sign a proxy: %s.".formatted(Dn.subject(certificate), why));
    }
}
