package org.lakeside.auth.x509.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.jspecify.annotations.Nullable;

/// What an authority has revoked, as of some day. Keeps the numbers only: the lists of large authorities have
/// megabytes.
///
/// @param expires when the authority promised the next one; without that a list is good for ever
/// @param of which of its certificates it speaks
record RevocationList(Optional<Instant> expires, Set<BigInteger> serials, Kinds of) {
    enum Kinds {
        ALL,
        PERSONS_AND_HOSTS,
        AUTHORITIES
    }

    private static final long LARGEST = 64L << 20;
    private static final String DELTA = "2.5.29.27";
    private static final String SCOPE = "2.5.29.28"; // where the list is kept is no scope
    private static final Set<String> UNDERSTOOD = Set.of(SCOPE, "2.5.29.35", "2.5.29.20"); // its signer, its number

    /// @throws Unusable when it is not a list that this authority has signed
    static RevocationList read(Path file, X509Certificate authority) {
        try {
            if (Files.size(file) > LARGEST) throw new Unusable("is larger than 64 MiB", null);
            var list = (X509CRL) CertificateFactory.getInstance("X.509")
                    .generateCRL(new ByteArrayInputStream(Files.readAllBytes(file)));
            if (!list.getIssuerX500Principal().equals(authority.getSubjectX500Principal()))
                throw new Unusable("is of another authority", null);
            list.verify(authority.getPublicKey());
            var kinds = kinds(list);
            Set<? extends X509CRLEntry> entries = list.getRevokedCertificates();
            return new RevocationList(
                    Optional.ofNullable(list.getNextUpdate()).map(date -> date.toInstant()),
                    entries == null
                            ? Set.of()
                            : entries.stream()
                                    .map(X509CRLEntry::getSerialNumber)
                                    .collect(Collectors.toUnmodifiableSet()),
                    kinds);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw e instanceof Unusable unusable
                    ? unusable
                    : new Unusable("cannot be read, or is not signed by that authority", e);
        }
    }

    /// A list of changes, of some reasons or of others' certificates says nothing of a certificate that
    /// is not on it; such a list, and one that holds what we do not understand, says so by a critical
    /// extension.
    private static Kinds kinds(X509CRL list) {
        Set<String> critical = list.getCriticalExtensionOIDs();
        if (critical == null || critical.isEmpty()) return Kinds.ALL;
        if (critical.contains(DELTA)) throw new Unusable("is a list of changes only", null);
        if (!UNDERSTOOD.containsAll(critical))
            throw new Unusable("has a critical extension that is not understood here", null);
        byte[] scope = list.getExtensionValue(SCOPE);
        return scope == null
                ? Kinds.ALL
                : kinds(IssuingDistributionPoint.getInstance(
                        ASN1OctetString.getInstance(scope).getOctets()));
    }

    private static Kinds kinds(IssuingDistributionPoint scope) {
        if (scope.onlyContainsAttributeCerts() || scope.isIndirectCRL() || scope.getOnlySomeReasons() != null)
            throw new Unusable("is about a part of what is revoked only", null);
        if (scope.onlyContainsUserCerts()) return Kinds.PERSONS_AND_HOSTS;
        return scope.onlyContainsCACerts() ? Kinds.AUTHORITIES : Kinds.ALL;
    }

    /// Whether a certificate that is not on it is not revoked.
    boolean speaksOf(X509Certificate certificate) {
        boolean authority = certificate.getBasicConstraints() >= 0;
        return switch (of) {
            case ALL -> true;
            case PERSONS_AND_HOSTS -> !authority;
            case AUTHORITIES -> authority;
        };
    }

    boolean isStale(Instant now) {
        return expires.stream().anyMatch(now::isAfter);
    }

    /// Whether it is on one of them.
    static boolean revoked(Stream<RevocationList> lists, X509Certificate certificate) {
        return lists.anyMatch(list -> list.serials.contains(certificate.getSerialNumber()));
    }

    static final class Unusable extends RuntimeException {
        Unusable(String why, @Nullable Throwable cause) {
            super(why, cause);
        }
    }

    @Override
    public String toString() {
        return "%d revoked, until %s"
                .formatted(serials.size(), expires.map(String::valueOf).orElse("ever"));
    }
}
