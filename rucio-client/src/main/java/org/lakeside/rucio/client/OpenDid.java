package org.lakeside.rucio.client;

import java.time.Instant;
import java.util.Optional;

/// A DID that everybody may read.
public record OpenDid(Did did, Optional<Instant> created, Optional<Instant> updated) {}
