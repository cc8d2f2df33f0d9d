package org.lakeside.server.lake.identity;

import org.lakeside.rucio.client.BearerToken;

/// Where somebody else puts tokens of an identity provider, and puts a new one before the old one ends: a file, the
/// hub. Looked at anew whenever it matters.
public interface TokenPlace {
    /// The token of this moment.
    ///
    /// @throws org.lakeside.server.lake.LakeException with what is wrong with it
    BearerToken read();

    /// For messages.
    String name();

    /// One for storages, which may want another audience and other scopes than Rucio; usually the same.
    ///
    /// @param first what [#read] has just given
    default BearerToken readForStorages(BearerToken first) {
        return first;
    }

    /// Whether there is a new one whenever it is asked for one.
    default boolean renews() {
        return isHub();
    }

    /// Whether it is a hub's.
    default boolean isHub() {
        return false;
    }
}
