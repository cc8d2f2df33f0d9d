package org.lakeside.auth.x509.credential;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;

/// Whether a private and a public key are a pair.
final class KeyMatch {
    private KeyMatch() {}

    static boolean belongs(PrivateKey key, PublicKey to) {
        if (key instanceof RSAKey rsa)
            return to instanceof RSAKey other && rsa.getModulus().equals(other.getModulus());
        try {
            byte[] something = new byte[32];
            new SecureRandom().nextBytes(something);
            var signature = Signature.getInstance(algorithm(key));
            signature.initSign(key);
            signature.update(something);
            byte[] signed = signature.sign();
            signature.initVerify(to);
            signature.update(something);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // another kind of key
        }
    }

    private static String algorithm(PrivateKey key) {
        if (key instanceof ECKey) return "SHA256withECDSA";
        if (key instanceof EdECKey) return "EdDSA";
        return "SHA256with" + key.getAlgorithm();
    }
}
