package org.lakeside.server.lake.identity;

import static org.lakeside.auth.x509.X509Exception.Kind.EXPIRED;
import static org.lakeside.auth.x509.X509Exception.Kind.NOT_YET_VALID;
import static org.lakeside.auth.x509.X509Exception.Kind.REVOCATION_LIST_EXPIRED;
import static org.lakeside.auth.x509.X509Exception.Kind.REVOCATION_UNKNOWN;
import static org.lakeside.auth.x509.X509Exception.Kind.REVOKED;
import static org.lakeside.auth.x509.X509Exception.Kind.UNKNOWN_AUTHORITY;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lakeside.auth.x509.Dn;
import org.lakeside.auth.x509.Finding;
import org.lakeside.auth.x509.Times;
import org.lakeside.auth.x509.X509Exception;
import org.lakeside.auth.x509.X509Exception.Kind;
import org.lakeside.auth.x509.credential.Credential;
import org.lakeside.auth.x509.credential.Passphrase;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.identity.Check.State;

/// A person's certificate, step by step: its key, its dates, its chain, its authority, whether it is revoked.
///
/// @param person with the key, if that could be read
record CertificateChecks(List<Check> checks, Optional<Credential> person) {
    private static final List<String> NAMES = List.of("key", "dates", "chain", "authority", "revocation");
    private static final Set<Kind> OF_DATES = EnumSet.of(EXPIRED, NOT_YET_VALID);
    private static final Set<Kind> OF_REVOCATION = EnumSet.of(REVOKED, REVOCATION_UNKNOWN, REVOCATION_LIST_EXPIRED);

    static CertificateChecks of(Tools tools, Optional<Means> means, List<Found> found, Clock clock) {
        var used = means.filter(CertificateMeans.class::isInstance).map(CertificateMeans.class::cast);
        var lying = found.stream()
                .map(Found::place)
                .filter(Found.Place.OfKey.class::isInstance)
                .map(place -> ((Found.Place.OfKey) place).place())
                .findFirst();
        var place = used.map(CertificateMeans::place).or(() -> lying);
        if (place.isEmpty())
            return new CertificateChecks(
                    NAMES.stream()
                            .map(name -> Check.skipped(name, "There is no certificate."))
                            .toList(),
                    Optional.empty());
        return new Looking(tools, clock, place.get(), used).look();
    }

    private record Looking(Tools tools, Clock clock, KeyPlace place, Optional<CertificateMeans> used) {
        CertificateChecks look() {
            List<Check> checks = new ArrayList<>();
            Optional<Credential> person = Optional.empty();
            try {
                var read = CredentialProblems.told(this::credential, place.name());
                checks.add(Check.ok("key", "It belongs to the certificate of %s.".formatted(read.subject())));
                person = Optional.of(read);
            } catch (LakeException e) {
                checks.add(Check.of("key", e.problem()));
            }
            var chain = person.map(Credential::chain).orElseGet(this::withoutTheKey);
            if (chain.isEmpty())
                NAMES.subList(1, NAMES.size())
                        .forEach(name -> checks.add(Check.skipped(
                                name,
                                "The certificate in %s cannot be read without its passphrase."
                                        .formatted(place.name()))));
            else ofChain(chain, checks);
            return new CertificateChecks(checks, person);
        }

        /// Also when it has ended: that is another step.
        private Credential credential() {
            return used.isPresent() ? used.get().readAsItIs() : place.read(Passphrase.none());
        }

        private List<X509Certificate> withoutTheKey() {
            try {
                return place.certificates();
            } catch (X509Exception e) {
                return List.of();
            }
        }

        private void ofChain(List<X509Certificate> chain, List<Check> checks) {
            checks.add(dates(chain.getFirst()));
            var grid = tools.grid().get();
            if (grid.isEmpty()) {
                NAMES.subList(2, NAMES.size())
                        .forEach(name -> checks.add(Check.skipped(name, "There are no authorities of a grid.")));
                return;
            }
            var findings = grid.get().check(chain).findings();
            checks.add(Check.of(
                    "chain",
                    findings.stream()
                            .filter(one -> one.kind() != UNKNOWN_AUTHORITY
                                    && !OF_DATES.contains(one.kind())
                                    && !OF_REVOCATION.contains(one.kind()))
                            .toList(),
                    "Every link up to the root holds.",
                    "Servers of this grid will refuse it; ask its authority."));
            var unknown = only(findings, EnumSet.of(UNKNOWN_AUTHORITY));
            checks.add(Check.of(
                    "authority",
                    unknown,
                    "%s is known here.".formatted(Dn.issuer(chain.getFirst())),
                    "Ask whoever keeps the directory of authorities (X509_CERT_DIR)."));
            checks.add(
                    unknown.isEmpty()
                            ? Check.of(
                                    "revocation",
                                    only(findings, OF_REVOCATION),
                                    "Its authority has not revoked it.",
                                    "Ask its authority for a new one; or, if it is the list, whoever runs fetch-crl here.")
                            : Check.skipped("revocation", "Its authority is not known here."));
        }

        private static List<Finding> only(List<Finding> findings, Set<Kind> kinds) {
            return findings.stream().filter(one -> kinds.contains(one.kind())).toList();
        }

        private Check dates(X509Certificate certificate) {
            var now = clock.instant();
            Instant begins = certificate.getNotBefore().toInstant();
            Instant ends = certificate.getNotAfter().toInstant();
            if (now.isBefore(begins))
                return new Check(
                        "dates",
                        State.FAILED,
                        "The certificate begins at %s, and here it is %s."
                                .formatted(Times.inWords(begins, clock), Times.inWords(now, clock)),
                        "Check the clock of this machine.");
            if (!now.isBefore(ends))
                return new Check(
                        "dates",
                        State.FAILED,
                        "The certificate has ended at %s.".formatted(Times.inWords(ends, clock)),
                        "Ask its authority for a new one.");
            return Check.ok("dates", "Good until %s.".formatted(Times.inWords(ends, clock)));
        }
    }
}
