package org.lakeside.auth.x509.credential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// Credentials as PEM: the first certificate, its key, the rest of the chain, which is the order that grid tools
/// want.
public final class PemFile {
    private PemFile() {}

    /// With its key, so the array is to be overwritten after use. The key is PKCS#8, which all tools read for every
    /// kind of key.
    public static byte[] of(Credential credential) {
        byte[] der = credential.key().getEncoded();
        byte[] key = block("PRIVATE KEY", der);
        byte[] first = of(credential.certificate());
        byte[] rest = of(credential.chain().subList(1, credential.chain().size()));
        byte[] all = joined(first, key, rest);
        Arrays.fill(der, (byte) 0);
        Arrays.fill(key, (byte) 0);
        return all;
    }

    /// Certificates in their order.
    public static byte[] of(List<X509Certificate> chain) {
        return joined(chain.stream().map(PemFile::of).toArray(byte[][]::new));
    }

    private static byte[] of(X509Certificate certificate) {
        try {
            return block("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e); // it was decoded once
        }
    }

    private static byte[] block(String type, byte[] der) {
        byte[] text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(der);
        byte[] block = joined(
                ("-----BEGIN " + type + "-----\n").getBytes(ISO_8859_1),
                text,
                ("\n-----END " + type + "-----\n").getBytes(ISO_8859_1));
        Arrays.fill(text, (byte) 0);
        return block;
    }

    private static byte[] joined(byte[]... parts) {
        byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
