package org.lakeside.server.lake.identity;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.lakeside.auth.x509.credential.CredentialReader;
import org.lakeside.auth.x509.credential.Passphrase;
import org.lakeside.auth.x509.proxy.GridProxy;
import org.lakeside.auth.x509.proxy.ProxyFile;

/// Where a proxy lies that somebody else makes.
///
/// @param name for messages
public record ProxyPlace(String name, Supplier<GridProxy> reader) {
    public static ProxyPlace file(Path file) {
        return new ProxyPlace(file.toString(), () -> ProxyFile.read(file));
    }

    /// One that was handed in: it ends when it ends.
    public static ProxyPlace uploaded(String name, byte[] pem) {
        var proxy =
                CredentialProblems.told(() -> GridProxy.of(CredentialReader.read(name, pem, Passphrase.none())), name);
        return new ProxyPlace(name, () -> proxy);
    }

    GridProxy read() {
        return reader.get();
    }
}
