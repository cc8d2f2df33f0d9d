package org.lakeside.auth.x509.credential;

import static org.lakeside.auth.x509.X509Exception.Kind.DAMAGED;
import static org.lakeside.auth.x509.X509Exception.Kind.NOT_UNDERSTOOD;
import static org.lakeside.auth.x509.X509Exception.Kind.PASSPHRASE_NEEDED;
import static org.lakeside.auth.x509.X509Exception.Kind.WRONG_PASSPHRASE;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1SequenceParser;
import org.bouncycastle.asn1.ASN1StreamParser;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.jspecify.annotations.Nullable;
import org.lakeside.auth.x509.X509Exception;

/// Private keys from PEM blocks: PKCS#8, PKCS#1 and SEC 1, plain or encrypted in any of the ways OpenSSL and Globus
/// have used.
///
/// BouncyCastle decrypts, with a provider of its own that nobody else in the JVM sees; the key itself is the JDK's,
/// which TLS likes best.
final class PrivateKeys {
    private static final class Bouncy {
        static final Provider PROVIDER =
                new BouncyCastleProvider(); // a third of a second: only when something is encrypted
    }

    private PrivateKeys() {}

    /// To be named where it is wanted; it is never registered.
    static Provider bouncyCastle() {
        return Bouncy.PROVIDER;
    }

    /// @param name of the file, for messages
    /// @param curve what an `EC PARAMETERS` block of the same file says, for keys that do not repeat it
    static PrivateKey from(String name, PemBlock block, @Nullable ASN1Encodable curve, Passphrase passphrase) {
        if (!block.isEncrypted()) return plain(name, block.type(), block.der(), curve);
        if (!passphrase.given())
            throw new X509Exception(
                    PASSPHRASE_NEEDED, "The key in %s is encrypted. Give its passphrase.".formatted(name));
        // With one wrong passphrase in a few hundred the padding looks right and rubbish comes out: what fails from
        // here on is the passphrase too.
        byte[] rubbishOrKey = new byte[0];
        try {
            if (block.type().equals("ENCRYPTED PRIVATE KEY")) {
                rubbishOrKey = pkcs8(name, block, passphrase);
                return plain(name, "PRIVATE KEY", rubbishOrKey, curve);
            }
            rubbishOrKey = traditional(name, block, passphrase);
            return plain(name, block.type(), rubbishOrKey, curve);
        } catch (X509Exception e) {
            throw e.kind() == DAMAGED ? wrong(name) : e;
        } finally {
            Arrays.fill(rubbishOrKey, (byte) 0);
        }
    }

    private static X509Exception wrong(String name) {
        return new X509Exception(
                WRONG_PASSPHRASE,
                "The passphrase does not open the key in %s. Try again; if you are sure of it, the file is damaged."
                        .formatted(name));
    }

    private static byte[] pkcs8(String name, PemBlock block, Passphrase passphrase) {
        PKCS8EncryptedPrivateKeyInfo encrypted;
        try {
            encrypted = new PKCS8EncryptedPrivateKeyInfo(block.der());
            DerivationCost.check(name, encrypted.getEncryptionAlgorithm());
        } catch (IOException | IllegalArgumentException | ClassCastException e) {
            throw new X509Exception(DAMAGED, "The key in %s is damaged. Copy it again.".formatted(name), e);
        }
        try {
            var decryptor = new JceOpenSSLPKCS8DecryptorProviderBuilder()
                    .setProvider(Bouncy.PROVIDER)
                    .build(passphrase.chars());
            // Into an array of ours: what BouncyCastle's own method makes of it on the way nobody could overwrite.
            byte[] read = new byte[encrypted.getEncryptedData().length];
            try (var in = decryptor
                    .get(encrypted.getEncryptionAlgorithm())
                    .getInputStream(new ByteArrayInputStream(encrypted.getEncryptedData()))) {
                return Arrays.copyOf(read, in.readNBytes(read, 0, read.length));
            } finally {
                Arrays.fill(read, (byte) 0);
            }
        } catch (OperatorCreationException e) {
            throw unknownCipher(
                    name, encrypted.getEncryptionAlgorithm().getAlgorithm().getId());
        } catch (IOException | RuntimeException e) {
            // A cipher that nobody has is found out only now.
            if (e.getCause() instanceof OperatorCreationException)
                throw unknownCipher(
                        name, encrypted.getEncryptionAlgorithm().getAlgorithm().getId());
            throw wrong(name);
        }
    }

    private static byte[] traditional(String name, PemBlock block, Passphrase passphrase) {
        String[] info = block.header("DEK-Info").split(",", 2);
        if (info.length != 2)
            throw new X509Exception(
                    NOT_UNDERSTOOD, "The key in %s is encrypted, but does not say how (DEK-Info).".formatted(name));
        if (!info[0].strip().matches("(DES|DES-EDE3?|AES-(128|192|256)|BF|RC2(-40|-64)?)-(CBC|ECB|CFB|OFB)"))
            throw unknownCipher(name, info[0]);
        try {
            byte[] start = HexFormat.of().parseHex(info[1].strip());
            return new JcePEMDecryptorProviderBuilder()
                    .setProvider(Bouncy.PROVIDER)
                    .build(passphrase.chars())
                    .get(info[0].strip())
                    .decrypt(block.der(), start);
        } catch (OperatorCreationException e) {
            throw unknownCipher(name, info[0]);
        } catch (IOException | RuntimeException e) {
            throw wrong(name);
        }
    }

    private static X509Exception unknownCipher(String name, String cipher) {
        return new X509Exception(
                NOT_UNDERSTOOD,
                "The key in %s is encrypted with %s, which is not known here. Encrypt it anew with: openssl pkey -aes256 -in OLD -out NEW"
                        .formatted(name, cipher));
    }

    private static PrivateKey plain(String name, String type, byte[] der, @Nullable ASN1Encodable curve) {
        try {
            // Not taken apart: BouncyCastle would keep parts of it.
            if (type.equals("PRIVATE KEY")) return opened(algorithm(name, algorithmOf(der)), der);
            PrivateKeyInfo info = switch (type) {
                case "RSA PRIVATE KEY" ->
                    new PrivateKeyInfo(
                            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                            RSAPrivateKey.getInstance(der));
                case "EC PRIVATE KEY" -> elliptic(name, ECPrivateKey.getInstance(der), curve);
                default ->
                    throw new X509Exception(
                            NOT_UNDERSTOOD,
                            "%s has a key of the type '%s', which grids do not use. RSA is what works everywhere."
                                    .formatted(name, type));
            };
            byte[] encoded = info.getEncoded();
            try {
                return opened(algorithm(name, info.getPrivateKeyAlgorithm().getAlgorithm()), encoded);
            } finally {
                Arrays.fill(encoded, (byte) 0);
                clear(info);
            }
        } catch (X509Exception e) {
            throw e;
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw new X509Exception(DAMAGED, "The key in %s is damaged. Copy it again.".formatted(name));
        }
    }

    private static PrivateKey opened(String algorithm, byte[] pkcs8) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm).generatePrivate(new Opened(pkcs8));
    }

    /// What stands before the key: `SEQUENCE { version, SEQUENCE { algorithm …`
    private static ASN1ObjectIdentifier algorithmOf(byte[] pkcs8) throws IOException {
        if (new ASN1StreamParser(pkcs8).readObject() instanceof ASN1SequenceParser parts
                && parts.readObject() instanceof ASN1Integer
                && parts.readObject() instanceof ASN1SequenceParser algorithm
                && algorithm.readObject() instanceof ASN1ObjectIdentifier found) return found;
        throw new IOException("no PKCS#8");
    }

    private static void clear(PrivateKeyInfo info) {
        Arrays.fill(info.getPrivateKey().getOctets(), (byte) 0);
    }

    /// Keeps no copy: the one in an ordinary specification nobody could overwrite. Whoever asks clears
    /// what they get, as the JDK does.
    private static final class Opened extends PKCS8EncodedKeySpec {
        private final byte[] encoded;

        Opened(byte[] encoded) {
            super(new byte[0]);
            this.encoded = encoded;
        }

        @Override
        public byte[] getEncoded() {
            return encoded.clone();
        }
    }

    private static PrivateKeyInfo elliptic(String name, ECPrivateKey key, @Nullable ASN1Encodable curve)
            throws IOException {
        ASN1Encodable parameters = key.getParametersObject();
        if (parameters == null) parameters = curve;
        if (parameters == null)
            throw new X509Exception(
                    NOT_UNDERSTOOD, "The key in %s does not say which elliptic curve it is for.".formatted(name));
        return new PrivateKeyInfo(new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, parameters), key);
    }

    private static String algorithm(String name, ASN1ObjectIdentifier id) {
        return switch (id.getId()) {
            case "1.2.840.113549.1.1.1" -> "RSA";
            case "1.2.840.113549.1.1.10" -> "RSASSA-PSS";
            case "1.2.840.10045.2.1" -> "EC";
            case "1.3.101.112", "1.3.101.113" -> "EdDSA";
            default ->
                throw new X509Exception(
                        NOT_UNDERSTOOD,
                        "%s has a key of an algorithm that grids do not use (%s).".formatted(name, id.getId()));
        };
    }
}
