package org.lakeside.auth.x509.credential;

import static org.lakeside.auth.x509.X509Exception.Kind.DAMAGED;
import static org.lakeside.auth.x509.X509Exception.Kind.KEY_DOES_NOT_BELONG;
import static org.lakeside.auth.x509.X509Exception.Kind.NO_CERTIFICATE;
import static org.lakeside.auth.x509.X509Exception.Kind.NO_KEY;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Primitive;
import org.jspecify.annotations.Nullable;
import org.lakeside.auth.x509.Dn;
import org.lakeside.auth.x509.X509Exception;

/// Reads certificates with their keys. What a file is shows in its content, not in its name.
///
/// ```java
/// try (var passphrase = Passphrase.of(typed)) {
///     Credential jane = CredentialReader.read(Path.of("usercert.pem"), Path.of("userkey.pem"), passphrase);
///     Credential same = CredentialReader.read(Path.of("jane.p12"), passphrase);
/// }
/// ```
public final class CredentialReader {
    private CredentialReader() {}

    /// One file with both: PEM in any order, a grid proxy, or PKCS#12.
    public static Credential read(Path file, Passphrase passphrase) {
        byte[] content = SecretFile.read(file);
        try {
            return read(file.toString(), content, passphrase);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    /// A certificate, with others of its chain or without, and its key in another file.
    public static Credential read(Path certificate, Path key, Passphrase passphrase) {
        byte[] certificates = SecretFile.readPublic(certificate);
        byte[] secret = SecretFile.read(key);
        try {
            return read(certificate.toString(), certificates, key.toString(), secret, passphrase);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /// As [#read(Path, Passphrase)], of what somebody has uploaded.
    ///
    /// @param name for messages
    public static Credential read(String name, byte[] content, Passphrase passphrase) {
        if (Pkcs12.looksLike(content)) return Pkcs12.read(name, content, passphrase);
        return read(name, content, name, content, passphrase);
    }

    /// As [#read(Path, Path, Passphrase)], of what somebody has uploaded.
    public static Credential read(String name, byte[] certificates, String keyName, byte[] key, Passphrase passphrase) {
        List<X509Certificate> pool = Certificates.in(name, certificates);
        if (pool.isEmpty())
            throw new X509Exception(
                    NO_CERTIFICATE,
                    "There is no certificate in %s: it holds %s.".formatted(name, whatIsIn(name, certificates)));
        PrivateKey secret = key(keyName, key, passphrase);
        X509Certificate own = pool.stream()
                .filter(certificate -> KeyMatch.belongs(secret, certificate.getPublicKey()))
                .findFirst()
                .orElseThrow(() -> new X509Exception(
                        KEY_DOES_NOT_BELONG,
                        "The key in %s does not belong to the certificate of %s%s. Find the key that was made with it."
                                .formatted(
                                        keyName,
                                        Dn.subject(pool.getFirst()),
                                        name.equals(keyName) ? "" : " in " + name)));
        return Credential.of(Chains.upwards(own, pool), secret);
    }

    /// The certificates alone, as far as that can be had without a passphrase: those of PEM. In the order of the file.
    public static List<X509Certificate> certificates(String name, byte[] content) {
        return Pkcs12.looksLike(content) ? List.of() : Certificates.in(name, content);
    }

    private static PrivateKey key(String name, byte[] content, Passphrase passphrase) {
        List<PemBlock> blocks = PemBlock.all(name, content);
        try {
            PemBlock block = blocks.stream()
                    .filter(PemBlock::isKey)
                    .findFirst()
                    .orElseThrow(() -> new X509Exception(
                            NO_KEY,
                            "There is no private key in %s: it holds %s.".formatted(name, whatIsIn(name, content))));
            return PrivateKeys.from(name, block, curve(name, blocks), passphrase);
        } finally {
            blocks.forEach(PemBlock::clear);
        }
    }

    private static @Nullable ASN1Encodable curve(String name, List<PemBlock> blocks) {
        for (PemBlock block : blocks)
            if (block.type().equals("EC PARAMETERS")) {
                try {
                    return ASN1Primitive.fromByteArray(block.der());
                } catch (IOException e) {
                    throw new X509Exception(DAMAGED, "The curve in %s is damaged.".formatted(name), e);
                }
            }
        return null;
    }

    /// So that a person sees at once that it is the wrong file.
    private static String whatIsIn(String name, byte[] content) {
        if (Pkcs12.looksLike(content)) return "PKCS#12, which has certificate and key in one file";
        List<PemBlock> blocks = PemBlock.all(name, content);
        blocks.forEach(PemBlock::clear);
        var types = blocks.stream().map(PemBlock::type).distinct().toList();
        return types.isEmpty() ? "no PEM at all" : String.join(", ", types);
    }
}
