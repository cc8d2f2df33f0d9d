package org.lakeside.auth.x509.trust;

import static org.lakeside.auth.x509.X509Exception.Kind.BAD_CHAIN;
import static org.lakeside.auth.x509.X509Exception.Kind.BAD_SIGNATURE;
import static org.lakeside.auth.x509.X509Exception.Kind.EXPIRED;
import static org.lakeside.auth.x509.X509Exception.Kind.NAMESPACE_UNKNOWN;
import static org.lakeside.auth.x509.X509Exception.Kind.NOT_YET_VALID;
import static org.lakeside.auth.x509.X509Exception.Kind.OUTSIDE_NAMESPACE;
import static org.lakeside.auth.x509.X509Exception.Kind.REVOCATION_LIST_EXPIRED;
import static org.lakeside.auth.x509.X509Exception.Kind.REVOCATION_UNKNOWN;
import static org.lakeside.auth.x509.X509Exception.Kind.REVOKED;
import static org.lakeside.auth.x509.X509Exception.Kind.WEAK;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.lakeside.auth.x509.Dn;
import org.lakeside.auth.x509.Finding;
import org.lakeside.auth.x509.Times;
import org.lakeside.auth.x509.X509Exception.Kind;
import org.lakeside.auth.x509.trust.GridTrust.Strictness;
import org.lakeside.auth.x509.trust.NamePolicy.Opinion;

/// What is wrong with a path from a certificate to a root: dates, rights, names, revocation. All of it, not the
/// first only.
final class PathCheck {
    private final CaDirectory directory;
    private final Strictness strictness;
    private final Instant now;
    private final List<Finding> findings = new ArrayList<>();

    PathCheck(CaDirectory directory, Strictness strictness, Instant now) {
        this.directory = directory;
        this.strictness = strictness;
        this.now = now;
    }

    /// Looks at everything; the last of the path is a root.
    List<Finding> of(List<X509Certificate> path) {
        path.forEach(this::dates);
        if (findings.isEmpty()) rights(path);
        for (int i = 0; i < path.size() - 1; i++) {
            name(path, i);
            revocation(path.get(i), path.get(i + 1));
        }
        return findings;
    }

    private void dates(X509Certificate certificate) {
        Instant begins = certificate.getNotBefore().toInstant();
        Instant ends = certificate.getNotAfter().toInstant();
        if (now.isAfter(ends))
            add(
                    EXPIRED,
                    "The certificate of %s has ended at %s. Ask its authority for a new one."
                            .formatted(Dn.subject(certificate), Times.inWords(ends, now)));
        if (now.isBefore(begins))
            add(
                    NOT_YET_VALID,
                    "The certificate of %s begins at %s, and it is %s. Check the clock of this machine."
                            .formatted(Dn.subject(certificate), Times.inWords(begins, now), Times.inWords(now, now)));
    }

    /// Signatures, who may sign whom, key uses, constraints: RFC 5280 as the JDK has it, without revocation.
    private void rights(List<X509Certificate> path) {
        if (path.size() == 1) return; // a root itself
        try {
            var parameters = new PKIXParameters(Set.of(new TrustAnchor(path.getLast(), null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            CertPathValidator.getInstance("PKIX")
                    .validate(
                            CertificateFactory.getInstance("X.509").generateCertPath(path.subList(0, path.size() - 1)),
                            parameters);
        } catch (CertPathValidatorException e) {
            var kind = switch (e.getReason()) {
                case BasicReason.INVALID_SIGNATURE -> BAD_SIGNATURE;
                case BasicReason.ALGORITHM_CONSTRAINED -> WEAK;
                default -> BAD_CHAIN;
            };
            Dn whose = Dn.subject(path.get(Math.max(0, e.getIndex())));
            add(kind, "The certificate of %s is not acceptable: %s.".formatted(whose, String.valueOf(e.getMessage())));
        } catch (GeneralSecurityException e) {
            add(
                    BAD_CHAIN,
                    "The chain of %s is not acceptable: %s."
                            .formatted(Dn.subject(path.getFirst()), String.valueOf(e.getMessage())));
        }
    }

    /// An authority's own files speak of it, and so may those of the authorities above.
    private void name(List<X509Certificate> path, int index) {
        Dn subject = Dn.subject(path.get(index));
        Dn issuer = Dn.issuer(path.get(index));
        var opinions = new HashSet<Opinion>();
        for (X509Certificate above : path.subList(index + 1, path.size()))
            for (NamePolicy policy : directory.policies(above.getSubjectX500Principal()))
                opinions.add(policy.of(issuer, subject));
        if (opinions.contains(Opinion.FORBIDS))
            add(
                    OUTSIDE_NAMESPACE,
                    "The authority %s may not issue a certificate to %s: its signing policy or namespaces in %s forbid it, or cannot be read."
                            .formatted(issuer, subject, directory.files().directory()));
        else if (!opinions.contains(Opinion.PERMITS) && strictness == Strictness.EVERYTHING_SAID)
            add(
                    NAMESPACE_UNKNOWN,
                    "Nothing in %s says which names the authority %s may issue. Install its signing policy or namespaces."
                            .formatted(directory.files().directory(), issuer));
    }

    private void revocation(X509Certificate certificate, X509Certificate authority) {
        var unusable = new ArrayList<String>();
        List<RevocationList> lists = directory.revocationLists(authority, unusable).stream()
                .filter(list -> list.speaksOf(certificate))
                .toList();
        if (lists.isEmpty() && unusable.isEmpty()) {
            if (strictness == Strictness.EVERYTHING_SAID)
                add(
                        REVOCATION_UNKNOWN,
                        "The authority %s has no revocation list in %s. Fetch it, usually with fetch-crl."
                                .formatted(
                                        Dn.subject(authority), directory.files().directory()));
            return;
        }
        if (RevocationList.revoked(lists.stream(), certificate))
            add(
                    REVOKED,
                    "The certificate of %s has been revoked by its authority. Ask %s for a new one."
                            .formatted(Dn.subject(certificate), Dn.subject(authority)));
        else if (lists.isEmpty())
            add(
                    REVOCATION_UNKNOWN,
                    "The revocation list %s. Fetch it anew, usually with fetch-crl."
                            .formatted(String.join("; ", unusable)));
        else if (lists.stream().allMatch(list -> list.isStale(now)))
            add(
                    REVOCATION_LIST_EXPIRED,
                    "The revocation list of the authority %s in %s ended at %s, so none of its certificates can be trusted. Fetch it anew, usually with fetch-crl."
                            .formatted(
                                    Dn.subject(authority),
                                    directory.files().directory(),
                                    Times.inWords(lists.getFirst().expires().orElseThrow(), now)));
    }

    private void add(Kind kind, String sentence) {
        findings.add(new Finding(kind, sentence));
    }
}
