package org.lakeside.rucio.client;

import java.time.Instant;
import java.util.Optional;

/// The wish that replicas of a DID exist, and how far it has come true.
///
/// @param account who made it, and is charged
/// @param rseExpression where the replicas shall be
/// @param copies how many of each file
/// @param created missing only from servers that do not say
/// @param expires when the rule ends; empty: never
/// @param error why it is stuck, in the words of Rucio or of the transfer tool
public record Rule(
        RuleId id,
        Did did,
        String account,
        String rseExpression,
        int copies,
        RuleState state,
        LockCounts locks,
        Optional<Instant> created,
        Optional<Instant> expires,
        Optional<String> comment,
        Optional<String> error,
        RuleDetails details) {}
