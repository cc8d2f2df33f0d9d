package org.lakeside.server.lake.identity;

import java.util.Optional;
import org.lakeside.auth.x509.proxy.GridProxy;
import org.lakeside.rucio.client.BearerToken;
import org.lakeside.rucio.client.RucioToken;
import org.lakeside.server.lake.Instance;

/// How a person goes on proving who they are, from the login to the logout: what renews Rucio's token, and what
/// storages are shown.
sealed interface Means extends AutoCloseable
        permits PasswordMeans, CertificateMeans, ProxyMeans, TokenMeans, BrowserMeans {
    Login.Source source();

    /// A new token of Rucio's.
    ///
    /// @param old the one it replaces, if there was one
    RucioToken logIn(LoginDesk desk, Instance instance, Optional<String> account, Optional<RucioToken> old);

    /// The grid proxy, if this kind has one: as it is now, perhaps ended.
    default Optional<GridProxy> proxy() {
        return Optional.empty();
    }

    /// The token of an identity provider, if this kind has one beside Rucio's.
    default Optional<BearerToken> token() {
        return Optional.empty();
    }

    /// Has anew what storages are shown.
    ///
    /// @throws org.lakeside.server.lake.LakeException when that cannot be done now
    default void renew() {}

    /// Whether there is something newer than what was last had, whatever the clock says.
    default boolean isReplaced() {
        return false;
    }

    /// Of what storages are shown, if there is something.
    default Optional<Life> life() {
        return Optional.empty();
    }

    /// How long it goes on.
    default Outlook outlook() {
        return Outlook.ENDLESS;
    }

    /// Forgets all that is secret.
    @Override
    default void close() {}
}
