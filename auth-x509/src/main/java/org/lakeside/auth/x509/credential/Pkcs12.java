package org.lakeside.auth.x509.credential;

import static org.lakeside.auth.x509.X509Exception.Kind.DAMAGED;
import static org.lakeside.auth.x509.X509Exception.Kind.NO_CERTIFICATE;
import static org.lakeside.auth.x509.X509Exception.Kind.NO_KEY;
import static org.lakeside.auth.x509.X509Exception.Kind.PASSPHRASE_NEEDED;
import static org.lakeside.auth.x509.X509Exception.Kind.WRONG_PASSPHRASE;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.lakeside.auth.x509.X509Exception;

/// PKCS#12, the `.p12` or `.pfx` that browsers export. The JDK reads every form that was tried, old and new, but
/// one, for which there is BouncyCastle; that fails on others.
final class Pkcs12 {
    private Pkcs12() {}

    /// PEM is text, a single certificate begins with another sequence: `PFX ::= SEQUENCE { INTEGER 3, …`
    static boolean looksLike(byte[] content) {
        if (content.length < 8 || content[0] != 0x30) return false;
        int lengthBytes = content[1] >= 0 ? 0 : content[1] & 0x7f;
        int at = 2 + lengthBytes;
        return content.length > at + 3 && content[at] == 2 && content[at + 1] == 1 && content[at + 2] == 3;
    }

    static Credential read(String name, byte[] content, Passphrase passphrase) {
        try {
            var store = KeyStore.getInstance("PKCS12");
            load(store, name, content, passphrase);
            if (!hasKey(store)) { // the JDK passes over keys that are not encrypted
                store = KeyStore.getInstance("PKCS12", PrivateKeys.bouncyCastle());
                load(store, name, content, passphrase);
            }
            return best(name, store, passphrase);
        } catch (GeneralSecurityException e) {
            throw new X509Exception(DAMAGED, "%s cannot be read as PKCS#12. Export it again.".formatted(name));
        }
    }

    private static boolean hasKey(KeyStore store) throws GeneralSecurityException {
        for (String alias : Collections.list(store.aliases())) if (store.isKeyEntry(alias)) return true;
        return false;
    }

    private static void load(KeyStore store, String name, byte[] content, Passphrase passphrase)
            throws GeneralSecurityException {
        try {
            // Never null: it opens some files, and loses their certificates.
            store.load(new ByteArrayInputStream(content), passphrase.chars());
        } catch (IOException e) {
            boolean refused = e.getCause() instanceof UnrecoverableKeyException
                    || String.valueOf(e.getMessage()).contains("Integrity check failed")
                    || String.valueOf(e.getMessage()).contains("password");
            if (refused) throw closed(name, passphrase);
            throw new X509Exception(DAMAGED, "%s is damaged or no PKCS#12. Export it again.".formatted(name));
        } catch (RuntimeException e) { // the JDK's parser has some of its own
            throw new X509Exception(DAMAGED, "%s is damaged or no PKCS#12. Export it again.".formatted(name));
        }
    }

    private static X509Exception closed(String name, Passphrase passphrase) {
        return passphrase.given()
                ? new X509Exception(
                        WRONG_PASSPHRASE,
                        "The passphrase does not open %s. Try again: it is the one that was asked for at the export."
                                .formatted(name))
                : new X509Exception(PASSPHRASE_NEEDED, "%s is encrypted. Give its passphrase.".formatted(name));
    }

    /// Browsers put all certificates of a person into one file: the one that lives longest is wanted.
    private static Credential best(String name, KeyStore store, Passphrase passphrase) throws GeneralSecurityException {
        var found = new ArrayList<Credential>();
        var withoutCertificate = new ArrayList<String>();
        for (String alias : Collections.list(store.aliases())) {
            if (!store.isKeyEntry(alias)) continue;
            PrivateKey key = key(name, store, alias, passphrase);
            List<X509Certificate> chain = chain(store, alias);
            if (chain.isEmpty()) withoutCertificate.add(alias);
            else found.add(Credential.of(chain, key));
        }
        if (found.isEmpty() && !withoutCertificate.isEmpty())
            throw new X509Exception(
                    NO_CERTIFICATE,
                    "%s has a private key and no certificate to it. Export both together.".formatted(name));
        return found.stream()
                .max(Comparator.comparing(Credential::expires))
                .orElseThrow(() -> new X509Exception(
                        NO_KEY,
                        "%s has no private key. Export the certificate together with its key.".formatted(name)));
    }

    private static PrivateKey key(String name, KeyStore store, String alias, Passphrase passphrase)
            throws GeneralSecurityException {
        try {
            if (store.getKey(alias, passphrase.chars()) instanceof PrivateKey key)
                return (PrivateKey) KeyFactory.getInstance(key.getAlgorithm())
                        .translateKey(key); // the JDK's own, whoever has read it
            throw new X509Exception(NO_KEY, "%s has a key that is not a private one.".formatted(name));
        } catch (UnrecoverableKeyException e) { // a file without a check sum tells only here
            throw closed(name, passphrase);
        }
    }

    private static List<X509Certificate> chain(KeyStore store, String alias) throws GeneralSecurityException {
        Certificate[] certificates = store.getCertificateChain(alias);
        if (certificates == null) return List.of();
        var chain = Arrays.stream(certificates)
                .filter(Objects::nonNull)
                .map(X509Certificate.class::cast)
                .toList();
        return chain.isEmpty() ? chain : Chains.upwards(chain.getFirst(), chain);
    }
}
