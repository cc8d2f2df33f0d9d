package org.lakeside.rucio.client;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// An account as Rucio sends it.
record AccountJson(
        @Nullable String account,
        @Nullable String account_type,
        @Nullable String status,
        @Nullable String email,
        @Nullable String created_at) {

    Account about() {
        if (account == null) {
            throw new IllegalArgumentException("an account without a name");
        }
        return new Account(
                account,
                orEmpty(account_type),
                orEmpty(status),
                Optional.ofNullable(email).filter(text -> !text.isBlank()),
                RucioDates.findIso(created_at));
    }

    /// @param bytes_limit `Infinity` for no limit
    record UsageJson(
            @Nullable String rse,
            @Nullable String rse_expression,
            @Nullable Long bytes,
            @Nullable Long files,
            @Nullable JsonNode bytes_limit) {

        AccountUsage usage() {
            String where = rse == null ? orEmpty(rse_expression) : rse;
            if (where.isEmpty()) {
                throw new IllegalArgumentException("a usage of nothing");
            }
            return new AccountUsage(where, bytes == null ? 0 : bytes, files == null ? 0 : files, quota(bytes_limit));
        }
    }

    record GlobalLimitJson(
            @Nullable List<String> resolved_rses, @Nullable JsonNode limit) {
        GlobalLimit of(String rseExpression) {
            return new GlobalLimit(rseExpression, resolved_rses == null ? List.of() : resolved_rses, quota(limit));
        }
    }

    /// Nothing where there is no number: so it is in Rucio, too.
    static Quota quota(@Nullable JsonNode number) {
        if (number == null || !number.isNumber()) {
            return Quota.NOTHING;
        }
        double value = number.doubleValue();
        return Double.isInfinite(value) || value == -1 ? Quota.UNLIMITED : Quota.of(number.asLong());
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
