package org.lakeside.auth.x509.credential;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/// Certificates come in any order; a chain has one.
final class Chains {
    private Chains() {}

    /// From `first` upwards, each one's issuer behind it, as far as `pool` has them. A root is left out: whoever
    /// trusts it has it.
    static List<X509Certificate> upwards(X509Certificate first, Collection<X509Certificate> pool) {
        var chain = new ArrayList<X509Certificate>(List.of(first));
        var left = new LinkedHashSet<>(pool);
        left.remove(first);
        while (true) {
            X509Certificate last = chain.getLast();
            var issuer = left.stream()
                    .filter(candidate -> !isRoot(candidate))
                    .filter(candidate -> candidate.getSubjectX500Principal().equals(last.getIssuerX500Principal()))
                    .findFirst();
            if (issuer.isEmpty()) return List.copyOf(chain);
            chain.add(issuer.get());
            left.remove(issuer.get());
        }
    }

    private static boolean isRoot(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }
}
