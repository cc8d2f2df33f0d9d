package org.lakeside.server.lake.identity;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.lakeside.auth.x509.TlsTrust;
import org.lakeside.auth.x509.tls.ServerTrust;

/// A machine on which nothing lies that one could log in with.
final class Nothing {
    private static final Path NOWHERE = Path.of("/nonexistent");

    private Nothing() {}

    static Tools tools(Clock clock) {
        return new Tools(
                (_, _) -> {
                    throw new IllegalStateException("nobody has a certificate here");
                },
                new Discovery(Map.of(), NOWHERE, NOWHERE, Optional.empty(), Map.of(), Terminals.NONE, clock),
                () -> ServerTrust.of(TlsTrust.system()),
                Optional::empty,
                with -> new GivenToken(with.toString(), "none"),
                new KernelFiles(NOWHERE, "lake"));
    }
}
