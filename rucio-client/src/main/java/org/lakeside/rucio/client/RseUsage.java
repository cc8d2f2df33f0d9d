package org.lakeside.rucio.client;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// How full an RSE is, by one who counted.
///
/// @param source who: `rucio` what the catalogue has there, `storage` what the storage says, …
/// @param used bytes
/// @param free bytes
/// @param total bytes; what is used where nobody knows what is free
public record RseUsage(
        String rse,
        String source,
        OptionalLong used,
        OptionalLong free,
        OptionalLong total,
        OptionalLong files,
        Optional<Instant> updated) {}
