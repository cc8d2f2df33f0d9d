package org.lakeside.auth.x509.credential;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.lakeside.auth.x509.Dn;

/// How to tell a grid proxy from the certificate of a person.
public final class ProxyMark {
    /// ProxyCertInfo of RFC 3820.
    public static final String RFC = "1.3.6.1.5.5.7.1.14";

    /// The same in the draft that Globus 3 had.
    public static final String DRAFT = "1.3.6.1.4.1.3536.1.222";

    private ProxyMark() {}

    /// By its extension; the oldest kind has none, and is known by its name alone: the issuer's, and `CN=proxy`
    /// behind it.
    public static boolean isProxy(X509Certificate certificate) {
        return certificate.getExtensionValue(RFC) != null
                || certificate.getExtensionValue(DRAFT) != null
                || isLegacy(certificate);
    }

    /// Globus 2: no extension.
    public static boolean isLegacy(X509Certificate certificate) {
        if (certificate.getExtensionValue(RFC) != null || certificate.getExtensionValue(DRAFT) != null) return false;
        Optional<String> name = Dn.subject(certificate).lastCommonName();
        return name.filter(last -> last.equals("proxy") || last.equals("limited proxy"))
                .filter(last -> Dn.subject(certificate)
                        .slashed()
                        .equals(Dn.issuer(certificate).slashed() + "/CN=" + last))
                .isPresent();
    }

    /// The first of a chain that is not a proxy: a person's or a host's.
    public static Optional<X509Certificate> person(List<X509Certificate> chain) {
        return chain.stream().filter(certificate -> !isProxy(certificate)).findFirst();
    }
}
