package org.lakeside.rucio.client;

import org.jspecify.annotations.Nullable;

/// How far Rucio is with the wish that replicas exist.
public enum RuleState {
    /// Somebody has to agree first.
    WAITING_APPROVAL,
    /// Taken down, not yet worked out.
    INJECT,
    REPLICATING,
    OK,
    /// Rucio has given up for now; [Rule#error] says why.
    STUCK,
    SUSPENDED,
    /// A word of a newer server.
    UNKNOWN;

    static RuleState of(@Nullable String word) {
        for (RuleState state : values()) {
            if (state.name().equals(word)) {
                return state;
            }
        }
        return UNKNOWN;
    }
}
