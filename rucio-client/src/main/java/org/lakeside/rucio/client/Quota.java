package org.lakeside.rucio.client;

import java.util.OptionalLong;

/// How much an account may use. Rucio writes `Infinity` where there is no limit; an account for which nobody has
/// set a limit on an RSE may use nothing there.
///
/// @param limit in bytes; empty: no limit
public record Quota(OptionalLong limit) {
    public static final Quota UNLIMITED = new Quota(OptionalLong.empty());

    /// Where nobody has set a limit.
    public static final Quota NOTHING = new Quota(OptionalLong.of(0));

    public static Quota of(long bytes) {
        return new Quota(OptionalLong.of(bytes));
    }

    public boolean isUnlimited() {
        return limit.isEmpty();
    }

    /// What is left, in bytes, which may be less than nothing; empty: no limit.
    public OptionalLong left(long used) {
        return limit.isEmpty() ? limit : OptionalLong.of(limit.getAsLong() - used);
    }

    @Override
    public String toString() {
        return isUnlimited() ? "no limit" : "%d bytes".formatted(limit.getAsLong());
    }
}
