package org.lakeside.auth.x509.proxy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.lakeside.auth.x509.credential.CredentialReader;
import org.lakeside.auth.x509.credential.Passphrase;
import org.lakeside.auth.x509.credential.PemFile;
import org.lakeside.auth.x509.credential.SecretFile;
import org.lakeside.auth.x509.credential.UserNumber;

/// Proxies in files, where all grid tools look for them.
public final class ProxyFile {
    private ProxyFile() {}

    /// `X509_USER_PROXY`, or else `/tmp/x509up_u` and the number of the user.
    public static Path standard(Map<String, String> environment) {
        String given = environment.getOrDefault("X509_USER_PROXY", "");
        return Path.of(given.isEmpty() ? "/tmp/x509up_u" + UserNumber.own() : given);
    }

    /// Reads one, whoever made it.
    ///
    /// @throws X509Exception EXPOSED when others can read it, NOT_A_PROXY, DAMAGED, UNREADABLE
    public static GridProxy read(Path file) {
        return GridProxy.of(CredentialReader.read(file, Passphrase.none()));
    }

    /// Writes it with mode 0600, whole or not at all: a tool that reads meanwhile gets the old or the new one.
    public static void write(GridProxy proxy, Path file) {
        byte[] pem = PemFile.of(proxy.credential());
        try {
            SecretFile.write(file, pem);
        } finally {
            Arrays.fill(pem, (byte) 0);
        }
    }
}
