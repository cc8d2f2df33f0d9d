package org.lakeside.auth.x509.testing;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.List;

/// Key pairs. RSA takes its time, so tests share a few; which one a test gets is always the same.
public final class Keys {
    private static final List<KeyPair> RSA = new ArrayList<>();

    private Keys() {}

    /// One of the RSA pairs that tests share.
    public static synchronized KeyPair rsa(int which) {
        while (RSA.size() <= which) RSA.add(generate("RSA", 2048));
        return RSA.get(which);
    }

    public static KeyPair rsa() {
        return rsa(0);
    }

    /// A new one, P-256.
    public static KeyPair ec() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public static KeyPair generate(String algorithm, int size) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            if (size > 0) generator.initialize(size);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /// How a key of that kind signs.
    public static String signing(PrivateKey key) {
        if (key instanceof RSAKey) return "SHA256withRSA";
        return key instanceof ECKey ? "SHA256withECDSA" : "Ed25519";
    }
}
