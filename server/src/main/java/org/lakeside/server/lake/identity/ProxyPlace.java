package org.lakeside.server.lake.identity;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.lakeside.auth.x509.credential.CredentialReader;
import org.lakeside.auth.x509.credential.Passphrase;
import org.lakeside.auth.x509.proxy.GridProxy;
import org.lakeside.auth.x509.proxy.ProxyFile;

/// Where a proxy lies that somebody else makes.
///
/// @param name for messages
/// @param file empty when it was handed in
public record ProxyPlace(String name, Optional<Path> file, Supplier<GridProxy> reader) {
    public static ProxyPlace file(Path file) {
        return new ProxyPlace(file.toString(), Optional.of(file), () -> ProxyFile.read(file));
    }

    /// One that was handed in: it ends when it ends.
    public static ProxyPlace uploaded(String name, byte[] pem) {
        var proxy =
                CredentialProblems.told(() -> GridProxy.of(CredentialReader.read(name, pem, Passphrase.none())), name);
        return given(name, () -> proxy);
    }

    static ProxyPlace given(String name, Supplier<GridProxy> reader) {
        return new ProxyPlace(name, Optional.empty(), reader);
    }

    /// Another when there is another proxy; empty when that cannot be seen without reading it.
    Optional<FileMark> mark() {
        return file.flatMap(FileMark::of);
    }

    GridProxy read() {
        return reader.get();
    }
}
