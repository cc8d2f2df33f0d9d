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
import org.jspecify.annotations.Nullable;

/// What an authority has revoked, as of some day. Keeps the numbers only: the lists of large authorities have
/// megabytes.
///
/// @param expires when the authority promised the next one; without that a list is good for ever
record RevocationList(Optional<Instant> expires, Set<BigInteger> serials) {
    private static final long LARGEST = 64L << 20;

    /// @throws Unusable when it is not a list that this authority has signed
    static RevocationList read(Path file, X509Certificate authority) {
        try {
            if (Files.size(file) > LARGEST) throw new Unusable("is larger than 64 MiB", null);
            var list = (X509CRL) CertificateFactory.getInstance("X.509")
                    .generateCRL(new ByteArrayInputStream(Files.readAllBytes(file)));
            if (!list.getIssuerX500Principal().equals(authority.getSubjectX500Principal()))
                throw new Unusable("is of another authority", null);
            list.verify(authority.getPublicKey());
            Set<? extends X509CRLEntry> entries = list.getRevokedCertificates();
            return new RevocationList(
                    Optional.ofNullable(list.getNextUpdate()).map(date -> date.toInstant()),
                    entries == null
                            ? Set.of()
                            : entries.stream()
                                    .map(X509CRLEntry::getSerialNumber)
                                    .collect(Collectors.toUnmodifiableSet()));
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw e instanceof Unusable unusable
                    ? unusable
                    : new Unusable("cannot be read, or is not signed by that authority", e);
        }
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
