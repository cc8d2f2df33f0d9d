package org.lakeside.auth.x509.credential;

import static org.lakeside.auth.x509.X509Exception.Kind.DAMAGED;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.lakeside.auth.x509.X509Exception;

/// Certificates from PEM or DER, one or many, in any order, with or without text between them.
public final class Certificates {
    private static final Set<String> PKCS7 = Set.of("PKCS7", "CMS");

    private Certificates() {}

    /// All certificates in it, each once, in its order. None is no error.
    ///
    /// @param name of the file, for messages
    public static List<X509Certificate> in(String name, byte[] content) {
        if (!PemBlock.anyIn(content))
            return content.length > 0 && content[0] == 0x30 ? decoded(name, content) : List.of();
        List<PemBlock> blocks = PemBlock.all(name, content);
        try {
            return in(name, blocks);
        } finally {
            blocks.forEach(PemBlock::clear); // the key may be in the same file
        }
    }

    static List<X509Certificate> in(String name, List<PemBlock> blocks) {
        var found = new LinkedHashSet<X509Certificate>();
        for (PemBlock block : blocks)
            if (block.isCertificate() || PKCS7.contains(block.type())) found.addAll(decoded(name, block.der()));
        return List.copyOf(found);
    }

    private static List<X509Certificate> decoded(String name, byte[] der) {
        try {
            var factory = CertificateFactory.getInstance("X.509");
            var all = new ArrayList<X509Certificate>();
            // One by one: a TRUSTED CERTIFICATE has something of OpenSSL's behind the certificate.
            if (isPkcs7(der))
                for (var one : factory.generateCertificates(new ByteArrayInputStream(der)))
                    all.add((X509Certificate) one);
            else all.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
            return all;
        } catch (CertificateException | RuntimeException e) {
            throw new X509Exception(DAMAGED, "A certificate in %s is damaged. Copy it again.".formatted(name), e);
        }
    }

    private static boolean isPkcs7(byte[] der) { // SEQUENCE { OBJECT IDENTIFIER …
        int at = der.length > 1 && der[1] < 0 ? 2 + (der[1] & 0x7f) : 2;
        return der.length > at && der[at] == 6;
    }
}
