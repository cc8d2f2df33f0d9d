package org.lakeside.auth.x509.credential;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A person's certificate and key in files.
///
/// @param key empty when it is in the same file
public record KeyFiles(Path certificate, Optional<Path> key) {
    /// Where all grid tools look: `X509_USER_CERT` and `X509_USER_KEY`, or else in `.globus`, as PEM if
    /// both are there, or as PKCS#12. Empty when there is nothing.
    public static Optional<KeyFiles> standard(Map<String, String> environment, Path home) {
        var certificate = path(environment, "X509_USER_CERT");
        if (certificate.isPresent())
            return Optional.of(new KeyFiles(certificate.get(), path(environment, "X509_USER_KEY")));
        var globus = home.resolve(".globus");
        var pem = globus.resolve("usercert.pem");
        var key = globus.resolve("userkey.pem");
        if (Files.exists(pem) && Files.exists(key)) return Optional.of(new KeyFiles(pem, Optional.of(key)));
        return Stream.of("usercred.p12", "usercert.p12")
                .map(globus::resolve)
                .filter(Files::exists)
                .findFirst()
                .map(file -> new KeyFiles(file, Optional.empty()));
    }

    private static Optional<Path> path(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable))
                .filter(text -> !text.isBlank())
                .map(Path::of);
    }
}
