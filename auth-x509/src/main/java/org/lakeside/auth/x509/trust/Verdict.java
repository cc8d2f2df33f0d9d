package org.lakeside.auth.x509.trust;

import java.security.cert.X509Certificate;
import java.util.List;
import org.lakeside.auth.x509.Finding;

/// Whether a chain is trusted, and why not.
///
/// @param path from the certificate up to the root, as far as it was found
/// @param findings empty when it is trusted
public record Verdict(List<X509Certificate> path, List<Finding> findings) {
    public Verdict {
        path = List.copyOf(path);
        findings = List.copyOf(findings);
    }

    public boolean trusted() {
        return findings.isEmpty();
    }
}
