package org.lakeside.auth.x509.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;

/// PEM as text, for tests.
public final class Pem {
    private Pem() {}

    public static String block(String type, byte[] der) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(
                        type,
                        Base64.getMimeEncoder(64, "\n".getBytes(ISO_8859_1)).encodeToString(der),
                        type);
    }

    public static String of(X509Certificate certificate) {
        try {
            return block("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new AssertionError(e);
        }
    }

    public static String of(List<X509Certificate> chain) {
        return chain.stream().map(Pem::of).collect(Collectors.joining());
    }

    public static String of(PrivateKey key) {
        return block("PRIVATE KEY", key.getEncoded());
    }

    /// As OpenSSL 3 writes it, with few rounds.
    public static String encrypted(PrivateKey key, String passphrase) {
        try {
            var encryptor = new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                    .setProvider(new BouncyCastleProvider())
                    .setIterationCount(50)
                    .setPassword(passphrase.toCharArray())
                    .build();
            var written = new PKCS8Generator(PrivateKeyInfo.getInstance(key.getEncoded()), encryptor).generate();
            return block(written.getType(), written.getContent());
        } catch (IOException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }
}
