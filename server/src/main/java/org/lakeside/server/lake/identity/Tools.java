package org.lakeside.server.lake.identity;

import java.util.function.Supplier;
import org.lakeside.auth.x509.tls.ServerTrust;

/// What identities are made with.
///
/// @param trust whom to believe among storages; read when first needed
public record Tools(ProxyWorkshop workshop, Discovery discovery, Supplier<ServerTrust> trust, KernelFiles files) {}
