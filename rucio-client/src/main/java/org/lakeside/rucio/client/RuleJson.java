package org.lakeside.rucio.client;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A rule as Rucio sends it. What is `comment` when a rule is made is `comments` here.
record RuleJson(
        @Nullable String id,
        @Nullable String scope,
        @Nullable String name,
        @Nullable String did_type,
        @Nullable String account,
        @Nullable String state,
        @Nullable String error,
        @Nullable String rse_expression,
        @Nullable Integer copies,
        @Nullable String expires_at,
        @Nullable String weight,
        @Nullable Boolean locked,
        @Nullable Long locks_ok_cnt,
        @Nullable Long locks_replicating_cnt,
        @Nullable Long locks_stuck_cnt,
        @Nullable String source_replica_expression,
        @Nullable String activity,
        @Nullable String grouping,
        @Nullable String stuck_at,
        @Nullable Boolean purge_replicas,
        @Nullable Integer priority,
        @Nullable String comments,
        @Nullable String child_rule_id,
        @Nullable String created_at,
        @Nullable String updated_at,
        @Nullable Long bytes) {
    private static final Json<RuleJson> SHAPE = Json.of(RuleJson.class);

    static Rule row(byte[] line) {
        return SHAPE.read(line).rule();
    }

    Rule rule() {
        if (id == null || rse_expression == null) {
            throw new IllegalArgumentException("a rule without id or RSE expression");
        }
        return new Rule(
                new RuleId(id),
                DidJson.did(scope, name),
                orEmpty(account),
                rse_expression,
                copies == null ? 1 : copies,
                RuleState.of(state),
                new LockCounts(orZero(locks_ok_cnt), orZero(locks_replicating_cnt), orZero(locks_stuck_cnt)),
                date(created_at),
                date(expires_at),
                text(comments),
                text(error),
                details());
    }

    private RuleDetails details() {
        return new RuleDetails(
                DidType.find(orEmpty(did_type)),
                bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes),
                orEmpty(grouping),
                orEmpty(activity),
                priority == null ? 3 : priority,
                Boolean.TRUE.equals(locked),
                Boolean.TRUE.equals(purge_replicas),
                text(source_replica_expression),
                text(weight),
                Optional.ofNullable(child_rule_id).flatMap(RuleId::parse),
                date(updated_at),
                date(stuck_at));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static long orZero(@Nullable Long number) {
        return number == null ? 0 : number;
    }

    private static Optional<String> text(@Nullable String text) {
        return Optional.ofNullable(text).filter(words -> !words.isBlank());
    }

    private static Optional<Instant> date(@Nullable String text) {
        return RucioDates.find(text);
    }
}
