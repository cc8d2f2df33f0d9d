package org.lakeside.auth.x509.voms;

import java.security.cert.X509Certificate;

/// Whether an attribute certificate was made for the owner of a certificate.
final class HolderCheck {
    private HolderCheck() {}

    /// VOMS writes the number of the person's certificate and its *subject* where RFC 5755 wants its issuer; a
    /// server that was started with `--newformat` writes the issuer. Both are accepted.
    static boolean isFor(AttributeCertificate attributes, X509Certificate person) {
        var holder = attributes.holder();
        return holder.certificate().equals(person.getSerialNumber())
                && (holder.names().contains(person.getSubjectX500Principal())
                        || holder.names().contains(person.getIssuerX500Principal()));
    }
}
