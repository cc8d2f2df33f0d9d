package org.lakeside.auth.x509.trust;

import static org.lakeside.auth.x509.X509Exception.Kind.BAD_SIGNATURE;
import static org.lakeside.auth.x509.X509Exception.Kind.UNKNOWN_AUTHORITY;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.lakeside.auth.x509.Dn;
import org.lakeside.auth.x509.Finding;

/// Finds the way from a certificate to a root: through what came with it, and what the directory has.
/// Authorities renew and cross-sign, so there may be several of one name; the right one is the one whose key has
/// signed.
final class PathSearch {
    private static final int DEEPEST = 8;

    private final CaDirectory directory;
    private final List<X509Certificate> given;
    private final Instant now;
    private Finding failure = new Finding(UNKNOWN_AUTHORITY, "There is no certificate.");
    private int failedAt = -1;

    PathSearch(CaDirectory directory, List<X509Certificate> given, Instant now) {
        this.directory = directory;
        this.given = given;
        this.now = now;
    }

    /// The certificate first, a root last.
    Optional<List<X509Certificate>> from(X509Certificate leaf) {
        var path = new ArrayList<X509Certificate>();
        path.add(leaf);
        return climb(path) ? Optional.of(List.copyOf(path)) : Optional.empty();
    }

    /// Why there was none; of several tries the one that came highest.
    Finding failure() {
        return failure;
    }

    private boolean climb(List<X509Certificate> path) {
        X509Certificate last = path.getLast();
        if (directory.roots(last.getSubjectX500Principal()).contains(last)) return true;
        if (path.size() > DEEPEST) return false;
        boolean known = false;
        for (X509Certificate candidate : candidates(last)) {
            known = true;
            if (path.contains(candidate) || !hasSigned(candidate, last)) continue;
            path.add(candidate);
            if (climb(path)) return true;
            path.removeLast();
        }
        failed(path.size(), last, known);
        return false;
    }

    private boolean isOver(X509Certificate certificate) {
        return now.isAfter(certificate.getNotAfter().toInstant())
                || now.isBefore(certificate.getNotBefore().toInstant());
    }

    private List<X509Certificate> candidates(X509Certificate last) {
        var issuer = last.getIssuerX500Principal();
        return Stream.of(
                        directory.roots(issuer).stream(),
                        directory.others(issuer).stream(),
                        given.stream()
                                .filter(certificate ->
                                        certificate.getSubjectX500Principal().equals(issuer)))
                .flatMap(each -> each)
                .distinct()
                .sorted(Comparator.comparing(this::isOver)) // an authority may renew its certificate and keep its key
                .toList();
    }

    private static boolean hasSigned(X509Certificate candidate, X509Certificate certificate) {
        try {
            certificate.verify(candidate.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private void failed(int depth, X509Certificate last, boolean known) {
        if (depth <= failedAt) return;
        failedAt = depth;
        boolean root = directory.roots(last.getIssuerX500Principal()).size() > 0;
        failure = known && root
                ? new Finding(
                        BAD_SIGNATURE,
                        "The certificate of %s names %s as its authority, but that one has not signed it. Do not use it; find out where it comes from."
                                .formatted(Dn.subject(last), Dn.issuer(last)))
                : new Finding(
                        UNKNOWN_AUTHORITY,
                        "The authority %s, which has issued the certificate of %s, is not trusted here: it is not in %s. %s"
                                .formatted(
                                        Dn.issuer(last),
                                        Dn.subject(last),
                                        directory.files().directory(),
                                        directory.isEmpty()
                                                ? "Nothing is: install the authorities of your grid there."
                                                : "If it should be, install its files there."));
    }
}
