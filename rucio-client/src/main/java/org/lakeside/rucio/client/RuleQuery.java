package org.lakeside.rucio.client;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Which rules to list. Rucio lists them all or none, without pages: say as much as is known.
///
/// @param account whose; `*` stands for anything
/// @param did for which DID
/// @param scope for the DIDs of which scope; `*` stands for anything
/// @param rseExpression exactly as it was asked for
/// @param createdAfter to the second
public record RuleQuery(
        Optional<String> account,
        Optional<Did> did,
        Optional<String> scope,
        Optional<RuleState> state,
        Optional<String> rseExpression,
        Optional<Instant> createdAfter) {

    public RuleQuery {
        if (account.isEmpty() && did.isEmpty() && scope.isEmpty() && rseExpression.isEmpty()) {
            throw new IllegalArgumentException("all rules of a Rucio are too many: whose, or for what?");
        }
        if (did.isPresent() && scope.isPresent()) {
            throw new IllegalArgumentException("either a DID or a scope");
        }
    }

    public static RuleQuery ofAccount(String account) {
        return new RuleQuery(
                Optional.of(account),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public RuleQuery in(RuleState wanted) {
        return new RuleQuery(account, did, scope, Optional.of(wanted), rseExpression, createdAfter);
    }

    /// States go in as one letter, although they come out as words (41.5.1).
    Map<String, String> parameters() {
        Map<String, String> all = new LinkedHashMap<>();
        account.ifPresent(name -> all.put("account", name));
        did.ifPresent(one -> {
            all.put("scope", one.scope());
            all.put("name", one.name());
        });
        scope.ifPresent(name -> all.put("scope", name));
        state.ifPresent(wanted -> all.put("state", letter(wanted)));
        rseExpression.ifPresent(text -> all.put("rse_expression", text));
        createdAfter.ifPresent(time -> all.put("created_after", RucioDates.print(time)));
        return all;
    }

    private static String letter(RuleState state) {
        return switch (state) {
            case REPLICATING -> "R";
            case OK -> "O";
            case STUCK -> "S";
            case SUSPENDED -> "U";
            case WAITING_APPROVAL -> "W";
            case INJECT -> "I";
            case UNKNOWN -> throw new IllegalArgumentException("no state to ask for");
        };
    }
}
