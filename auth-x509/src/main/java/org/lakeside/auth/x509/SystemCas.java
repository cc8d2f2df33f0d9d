package org.lakeside.auth.x509;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The authorities of this machine: those that came with the JDK, and those that its administrator keeps for all
/// programs, where a site adds its own. A JDK from a wheel or an archive does not know the latter.
final class SystemCas {
    /// Where Debian, Red Hat, SUSE and (with macOS) Alpine keep them in one file.
    private static final List<Path> BUNDLES = List.of(
            Path.of("/etc/ssl/certs/ca-certificates.crt"),
            Path.of("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"),
            Path.of("/etc/ssl/ca-bundle.pem"),
            Path.of("/etc/ssl/cert.pem"));

    private SystemCas() {}

    static Set<X509Certificate> certificates() {
        Set<X509Certificate> all = new LinkedHashSet<>(ofTheJdk());
        bundle(Optional.ofNullable(System.getenv("SSL_CERT_FILE"))).ifPresent(file -> all.addAll(readable(file)));
        return all;
    }

    /// `SSL_CERT_FILE` is what conda and OpenSSL's programs go by.
    private static Optional<Path> bundle(Optional<String> named) {
        return named.map(Path::of)
                .filter(Files::isReadable)
                .or(() -> BUNDLES.stream().filter(Files::isReadable).findFirst());
    }

    /// Nobody asked for this file by name; without it there is less trust, never more.
    private static List<X509Certificate> readable(Path file) {
        try {
            return CaFiles.certificatesIn(file);
        } catch (TlsTrustException _) {
            return List.of();
        }
    }

    private static List<X509Certificate> ofTheJdk() {
        try {
            return List.of(Anchors.trustManager((KeyStore) null).getAcceptedIssuers());
        } catch (GeneralSecurityException e) {
            throw new TlsTrustException("the JDK's own authorities cannot be read: " + e.getMessage(), e);
        }
    }
}
