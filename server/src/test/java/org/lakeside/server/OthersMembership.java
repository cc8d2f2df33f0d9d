package org.lakeside.server;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Clock;
import org.lakeside.auth.x509.credential.CredentialReader;
import org.lakeside.auth.x509.credential.Passphrase;
import org.lakeside.auth.x509.credential.PemFile;
import org.lakeside.auth.x509.proxy.ProxyFile;
import org.lakeside.auth.x509.proxy.ProxyMaker;
import org.lakeside.auth.x509.proxy.ProxyOptions;

/// A proxy with what VOMS has said of somebody else.
final class OthersMembership {
    private OthersMembership() {}

    /// @param proxy file of whom VOMS knows
    /// @param certificate of whom it is to be for now
    static String in(Path proxy, Path certificate, Path key) {
        var person = CredentialReader.read(certificate, key, Passphrase.none());
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            var made = new ProxyMaker(Clock.systemUTC())
                    .make(
                            person,
                            generator.generateKeyPair(),
                            ProxyOptions.usual(),
                            ProxyFile.read(proxy).attributes());
            return new String(PemFile.of(made.credential()), StandardCharsets.US_ASCII);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
