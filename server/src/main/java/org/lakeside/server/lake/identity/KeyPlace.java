package org.lakeside.server.lake.identity;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.lakeside.auth.x509.credential.Credential;
import org.lakeside.auth.x509.credential.CredentialReader;
import org.lakeside.auth.x509.credential.Passphrase;
import org.lakeside.auth.x509.credential.SecretFile;

/// Where a certificate and its key lie. The key is read when it signs, and not kept.
public sealed interface KeyPlace {
    Credential read(Passphrase passphrase);

    /// The certificates, without the key: none of PKCS#12, which has all behind one passphrase.
    List<X509Certificate> certificates();

    /// For messages.
    String name();

    /// Files of this machine: PEM in one or two, or PKCS#12.
    record Files(Path certificate, Optional<Path> key) implements KeyPlace {
        @Override
        public Credential read(Passphrase passphrase) {
            return key.isPresent()
                    ? CredentialReader.read(certificate, key.get(), passphrase)
                    : CredentialReader.read(certificate, passphrase);
        }

        @Override
        public List<X509Certificate> certificates() {
            return CredentialReader.certificates(certificate.toString(), SecretFile.readPublic(certificate));
        }

        /// The file that has the key.
        public Path secret() {
            return key.orElse(certificate);
        }

        @Override
        public String name() {
            return certificate.toString();
        }
    }

    /// What somebody has handed in, as it came: an encrypted key stays encrypted.
    final class Uploaded implements KeyPlace {
        private final String name;
        private final byte[] certificate;
        private final byte[] key;

        /// Takes both over, and overwrites them when they are no longer wanted.
        ///
        /// @param key empty when it lies beside the certificate
        public Uploaded(String name, byte[] certificate, byte[] key) {
            this.name = name;
            this.certificate = certificate;
            this.key = key;
        }

        @Override
        public Credential read(Passphrase passphrase) {
            return key.length == 0
                    ? CredentialReader.read(name, certificate, passphrase)
                    : CredentialReader.read(name, certificate, name, key, passphrase);
        }

        @Override
        public List<X509Certificate> certificates() {
            return CredentialReader.certificates(name, certificate);
        }

        @Override
        public String name() {
            return name;
        }

        void clear() {
            Arrays.fill(certificate, (byte) 0);
            Arrays.fill(key, (byte) 0);
        }
    }

    /// Overwrites what was handed in; files stay.
    default void forget() {
        if (this instanceof Uploaded uploaded) uploaded.clear();
    }
}
