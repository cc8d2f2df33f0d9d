package org.lakeside.server.lake.identity;

import java.util.Optional;
import java.util.function.Supplier;
import org.lakeside.auth.x509.tls.ServerTrust;
import org.lakeside.auth.x509.trust.GridTrust;

/// What identities are made with.
///
/// @param trust whom to believe among storages; read when first needed
/// @param grid the authorities of the grid, if this machine has any
public record Tools(
        ProxyWorkshop workshop,
        Discovery discovery,
        Supplier<ServerTrust> trust,
        Supplier<Optional<GridTrust>> grid,
        Providers providers,
        KernelFiles files) {}
