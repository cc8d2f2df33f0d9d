package org.lakeside.server.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where a certificate and its key are: as given, or where the grid's tools look.
///
/// @param key empty when it is in the same file
record KeyFiles(String certificate, Optional<String> key) {
    static KeyFiles of(String certificate, Optional<String> key, Map<String, String> environment) {
        if (!certificate.isEmpty()) return new KeyFiles(absolute(certificate), key.map(KeyFiles::absolute));
        String variable = environment.getOrDefault("X509_USER_CERT", "");
        if (!variable.isEmpty())
            return new KeyFiles(
                    absolute(variable),
                    key.or(() -> Optional.ofNullable(environment.get("X509_USER_KEY")))
                            .map(KeyFiles::absolute));
        Path globus = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".globus");
        Path pem = globus.resolve("usercert.pem");
        if (Files.exists(pem))
            return new KeyFiles(
                    pem.toString(),
                    key.map(KeyFiles::absolute)
                            .or(() -> Optional.of(globus.resolve("userkey.pem").toString())));
        Path both = globus.resolve("usercred.p12");
        if (Files.exists(both)) return new KeyFiles(both.toString(), Optional.empty());
        throw new Failure(
                ExitCode.USAGE,
                "There is no certificate in %s.".formatted(globus),
                "Name one: --cert FILE --key FILE, or --cert FILE.p12.");
    }

    private static String absolute(String file) {
        return Path.of(file).toAbsolutePath().normalize().toString();
    }
}
