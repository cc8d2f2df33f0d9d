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

    /// Whether it is a hub's.
    default boolean isHub() {
        return false;
    }
}
