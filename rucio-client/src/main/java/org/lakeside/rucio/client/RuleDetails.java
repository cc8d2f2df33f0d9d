package org.lakeside.rucio.client;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// What else there is to know of a rule.
///
/// @param type of the DID
/// @param bytes of the DID; only in lists, and only once the DID is closed
/// @param grouping ALL, DATASET or NONE: which files have to lie on the same RSE
/// @param activity what it is for, one of the server's words
/// @param priority 1 to 5, 3 unless said otherwise
/// @param locked it can neither be deleted nor does it expire
/// @param purgeReplicas its end makes the replicas go at once
/// @param sources the only RSEs to copy from
/// @param weight the numeric attribute of RSEs by which they are chosen
/// @param child the rule it has been moved to, after whose success it ends
/// @param stuckSince only while it is stuck
public record RuleDetails(
        Optional<DidType> type,
        OptionalLong bytes,
        String grouping,
        String activity,
        int priority,
        boolean locked,
        boolean purgeReplicas,
        Optional<String> sources,
        Optional<String> weight,
        Optional<RuleId> child,
        Optional<Instant> updated,
        Optional<Instant> stuckSince) {
    /// Nothing is known.
    public static final RuleDetails NONE = new RuleDetails(
            Optional.empty(),
            OptionalLong.empty(),
            "",
            "",
            3,
            false,
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
}
