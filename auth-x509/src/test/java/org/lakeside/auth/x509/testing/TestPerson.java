package org.lakeside.auth.x509.testing;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.lakeside.auth.x509.credential.Credential;

/// Somebody with a certificate and its key; the chain ends below the root.
public record TestPerson(List<X509Certificate> chain, PrivateKey key) {
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    public Credential credential() {
        return Credential.of(chain, key);
    }

    /// Both in one text, certificate first.
    public String pem() {
        return Pem.of(chain) + Pem.of(key);
    }
}
