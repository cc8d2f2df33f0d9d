package org.lakeside.auth.x509.credential;

import static org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder.AES_128_CBC;
import static org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder.AES_256_CBC;
import static org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder.DES3_CBC;
import static org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder.PBE_SHA1_3DES;
import static org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder.PBE_SHA1_RC2_40;

import java.io.IOException;
import java.io.StringWriter;
import java.security.KeyPair;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.crypto.util.ScryptConfig;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;
import org.bouncycastle.util.io.pem.PemObjectGenerator;
import org.jspecify.annotations.Nullable;
import org.lakeside.auth.x509.testing.Keys;
import org.lakeside.auth.x509.testing.Pem;

/// One key written in a form, as PEM. `OpensslKeysIT` has the same as OpenSSL writes them.
record KeyForm(String name, boolean encrypted, KeyPair keys, String pem) {
    static final String PASSPHRASE = "correct horse é";
    private static final Provider BC = new BouncyCastleProvider();

    static Stream<KeyForm> all() {
        KeyPair rsa = Keys.rsa();
        KeyPair ec = Keys.ec();
        KeyPair ed = Keys.generate("Ed25519", 0);
        return Stream.of(
                plain("PKCS#8 RSA", rsa),
                plain("PKCS#8 EC", ec),
                plain("PKCS#8 Ed25519", ed),
                new KeyForm("PKCS#1", false, rsa, traditional(rsa, null)),
                new KeyForm("SEC 1", false, ec, traditional(ec, null)),
                encrypted(rsa, "DES-CBC"),
                encrypted(rsa, "DES-EDE3-CBC"),
                encrypted(rsa, "AES-128-CBC"),
                encrypted(rsa, "AES-256-CBC"),
                encrypted(ec, "AES-256-CBC"),
                encrypted(rsa, "PBES2 AES-256", AES_256_CBC),
                encrypted(ec, "PBES2 AES-128", AES_128_CBC),
                encrypted(rsa, "PBES2 3DES", DES3_CBC),
                encrypted(rsa, "PBES1 SHA1-3DES", PBE_SHA1_3DES),
                encrypted(rsa, "PBES1 SHA1-RC2-40", PBE_SHA1_RC2_40),
                new KeyForm("PBES2 scrypt", true, rsa, scrypt(rsa)));
    }

    private static KeyForm plain(String name, KeyPair keys) {
        return new KeyForm(name, false, keys, Pem.of(keys.getPrivate()));
    }

    private static KeyForm encrypted(KeyPair keys, String cipher) {
        return new KeyForm("traditional " + cipher, true, keys, traditional(keys, cipher));
    }

    private static KeyForm encrypted(KeyPair keys, String name, String algorithm) {
        return encrypted(keys, name, new ASN1ObjectIdentifier(algorithm));
    }

    private static KeyForm encrypted(KeyPair keys, String name, ASN1ObjectIdentifier algorithm) {
        return new KeyForm("PKCS#8 " + name, true, keys, pkcs8(keys, new JceOpenSSLPKCS8EncryptorBuilder(algorithm)));
    }

    private static String traditional(KeyPair keys, @Nullable String cipher) {
        try {
            var key = PrivateKeyInfo.getInstance(keys.getPrivate().getEncoded());
            byte[] der = key.parsePrivateKey().toASN1Primitive().getEncoded();
            if (!key.getPrivateKeyAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption))
                der = new ECPrivateKey( // with the curve, which the JDK leaves out
                                256,
                                ECPrivateKey.getInstance(der).getKey(),
                                key.getPrivateKeyAlgorithm().getParameters())
                        .getEncoded();
            String type = keys.getPrivate().getAlgorithm() + " PRIVATE KEY";
            if (cipher == null) return Pem.block(type, der);
            var encryptor = new JcePEMEncryptorBuilder(cipher).setProvider(BC).build(PASSPHRASE.toCharArray());
            String info = cipher + "," + HexFormat.of().withUpperCase().formatHex(encryptor.getIV());
            return Pem.block(type, encryptor.encrypt(der))
                    .replace("KEY-----\n", "KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: " + info + "\n\n")
                    .replaceFirst("(?s)(-----END .*?-----\n).*", "$1");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String scrypt(KeyPair keys) {
        try {
            var config = new ScryptConfig.Builder(16, 8, 1).build();
            return written(new PKCS8Generator(
                    PrivateKeyInfo.getInstance(keys.getPrivate().getEncoded()),
                    new JcePKCSPBEOutputEncryptorBuilder(config, new ASN1ObjectIdentifier(AES_256_CBC))
                            .setProvider(BC)
                            .build(PASSPHRASE.toCharArray())));
        } catch (IOException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    private static String pkcs8(KeyPair keys, JceOpenSSLPKCS8EncryptorBuilder how) {
        try {
            OutputEncryptor encryptor = how.setProvider(BC)
                    .setRandom(new SecureRandom())
                    .setIterationCount(50)
                    .setPassword(PASSPHRASE.toCharArray())
                    .build();
            return written(new PKCS8Generator(
                    PrivateKeyInfo.getInstance(keys.getPrivate().getEncoded()), encryptor));
        } catch (IOException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    private static String written(PemObjectGenerator object) throws IOException {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return name;
    }
}
