package org.lakeside.rucio.client;

import java.time.Instant;
import java.util.Optional;

/// Whom Rucio charges: a person, a group or a service.
///
/// @param type USER, GROUP or SERVICE
/// @param status ACTIVE, SUSPENDED or DELETED; whoever is suspended cannot log in
public record Account(String name, String type, String status, Optional<String> email, Optional<Instant> created) {}
