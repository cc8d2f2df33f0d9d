package org.lakeside.auth.x509.proxy;

import java.security.cert.X509Certificate;
import java.util.Optional;
import org.lakeside.auth.x509.Dn;
import org.lakeside.auth.x509.credential.ProxyMark;

/// The generations of proxies, and what each may do. Only those of RFC 3820 are made here; the older ones are read.
///
/// A *limited* proxy may move data, and not start jobs. An *independent* one has no rights of its owner.
public enum ProxyKind {
    RFC_FULL("RFC3820 compliant impersonation proxy", Generation.RFC),
    RFC_LIMITED("RFC3820 compliant limited proxy", Generation.RFC),
    RFC_INDEPENDENT("RFC3820 compliant independent proxy", Generation.RFC),
    RFC_RESTRICTED("RFC3820 compliant restricted proxy", Generation.RFC),
    DRAFT_FULL("Proxy draft (pre-RFC) impersonation proxy", Generation.DRAFT),
    DRAFT_LIMITED("Proxy draft (pre-RFC) limited proxy", Generation.DRAFT),
    DRAFT_INDEPENDENT("Proxy draft (pre-RFC) independent proxy", Generation.DRAFT),
    DRAFT_RESTRICTED("Proxy draft (pre-RFC) restricted proxy", Generation.DRAFT),
    LEGACY_FULL("full legacy globus proxy", Generation.LEGACY),
    LEGACY_LIMITED("limited legacy globus proxy", Generation.LEGACY);

    /// Proxies of different generations do not sign one another.
    enum Generation {
        RFC,
        DRAFT,
        LEGACY
    }

    private final String line;
    private final Generation generation;

    ProxyKind(String line, Generation generation) {
        this.line = line;
        this.generation = generation;
    }

    /// Empty if it is no proxy.
    ///
    /// @throws org.lakeside.auth.x509.X509Exception when it says that it is one, and how cannot be read
    public static Optional<ProxyKind> of(X509Certificate certificate) {
        if (ProxyMark.isLegacy(certificate))
            return Optional.of(
                    Dn.subject(certificate).lastCommonName().orElse("").equals("proxy") ? LEGACY_FULL : LEGACY_LIMITED);
        return ProxyCertInfo.of(certificate).map(info -> {
            boolean rfc = info.rfc();
            return switch (info.language()) {
                case ProxyCertInfo.INHERIT_ALL -> rfc ? RFC_FULL : DRAFT_FULL;
                case ProxyCertInfo.LIMITED -> rfc ? RFC_LIMITED : DRAFT_LIMITED;
                case ProxyCertInfo.INDEPENDENT -> rfc ? RFC_INDEPENDENT : DRAFT_INDEPENDENT;
                default -> rfc ? RFC_RESTRICTED : DRAFT_RESTRICTED;
            };
        });
    }

    /// As `voms-proxy-info -type` prints it.
    public String line() {
        return line;
    }

    public boolean isLimited() {
        return this == RFC_LIMITED || this == DRAFT_LIMITED || this == LEGACY_LIMITED;
    }

    /// RFC 3820 is what servers take over TLS; the older ones work with GSI (`root://`) only.
    public boolean isRfc() {
        return generation == Generation.RFC;
    }

    Generation generation() {
        return generation;
    }
}
