package org.lakeside.rucio.client;

import java.util.OptionalLong;

/// What an account's rules hold, and what they may hold. Rucio counts now and then, not at every change.
///
/// @param where an RSE, or the RSE expression of a limit over several
/// @param bytes in use
/// @param files in use
public record AccountUsage(String where, long bytes, long files, Quota quota) {
    /// In bytes, and may be less than nothing; empty: no limit.
    public OptionalLong left() {
        return quota.left(bytes);
    }
}
