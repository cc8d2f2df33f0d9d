package org.lakeside.auth.x509;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Certificates in PEM, with whatever stands between them, or one in DER.
///
/// Not the JDK's reader of many: it stops at the first block that is something else.
final class CertificateText {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final Set<String> CERTIFICATES = Set.of("CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE");
    private static final int DER_SEQUENCE = 0x30;

    private CertificateText() {}

    /// @param where in words, for the message
    static List<X509Certificate> certificates(String where, byte[] content) {
        if (content.length > 0 && content[0] == DER_SEQUENCE) {
            return List.of(certificate(where + " (taken for DER)", content));
        }
        List<X509Certificate> found = new ArrayList<>();
        Set<String> others = new TreeSet<>();
        Matcher block = BLOCK.matcher(new String(content, StandardCharsets.ISO_8859_1));
        while (block.find()) {
            if (CERTIFICATES.contains(block.group(1))) {
                String which = "%s, certificate %d".formatted(where, found.size() + 1);
                found.add(certificate(which, decoded(which, block.group(2))));
            } else {
                others.add(block.group(1));
            }
        }
        if (found.isEmpty()) {
            throw new TlsTrustException("%s holds no certificate, but %s".formatted(where, instead(content, others)));
        }
        return found;
    }

    private static byte[] decoded(String which, String base64) {
        try {
            return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new TlsTrustException(which + ", is damaged: not base64", e);
        }
    }

    private static X509Certificate certificate(String which, byte[] der) {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new TlsTrustException(which + ", is damaged: " + e.getMessage(), e);
        }
    }

    private static String instead(byte[] content, Set<String> others) {
        if (!others.isEmpty()) {
            return "blocks of " + String.join(", ", others);
        }
        if (content.length == 0) {
            return "nothing";
        }
        String start = new String(content, 0, Math.min(content.length, 1024), StandardCharsets.ISO_8859_1);
        if (start.contains("-----BEGIN")) {
            return "one that breaks off";
        }
        return start.stripLeading().startsWith("<")
                ? "a web page"
                : "something else (%d bytes)".formatted(content.length);
    }
}
