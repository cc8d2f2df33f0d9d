package org.lakeside.server.lake.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import org.lakeside.auth.x509.X509Exception;
import org.lakeside.auth.x509.credential.CredentialReader;
import org.lakeside.auth.x509.credential.SecretFile;

/// Whether a file has what we would write: the same certificate or the same token, however it is laid out.
final class SameCredential {
    private SameCredential() {}

    static boolean isIn(Path file, byte[] content) throws IOException {
        byte[] there;
        try (var in = Files.newInputStream(file)) {
            there = in.readNBytes(SecretFile.LARGEST);
        }
        try {
            var certificate = certificate(content);
            return certificate.isPresent()
                    ? certificate.equals(certificate(there))
                    : text(content).equals(text(there));
        } finally {
            Arrays.fill(there, (byte) 0);
        }
    }

    private static Optional<X509Certificate> certificate(byte[] content) {
        try {
            return CredentialReader.certificates("what is compared", content).stream()
                    .findFirst();
        } catch (X509Exception e) {
            return Optional.empty();
        }
    }

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.UTF_8).strip();
    }
}
