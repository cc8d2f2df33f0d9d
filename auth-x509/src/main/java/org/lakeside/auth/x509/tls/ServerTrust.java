package org.lakeside.auth.x509.tls;

import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.lakeside.auth.x509.TlsTrust;
import org.lakeside.auth.x509.trust.GridTrust;
import org.lakeside.auth.x509.trust.GridTrustManager;

/// Which servers are believed: those of the grid's authorities, those of the system's, or both.
public final class ServerTrust {
    private final X509TrustManager manager;
    private final @Nullable GridTrust grid;

    private ServerTrust(X509TrustManager manager, @Nullable GridTrust grid) {
        this.manager = manager;
        this.grid = grid;
    }

    /// The grid's authorities alone.
    public static ServerTrust of(GridTrust grid) {
        return new ServerTrust(GridTrustManager.of(grid), grid);
    }

    /// The system's, and what was added to them.
    public static ServerTrust of(TlsTrust system) {
        return new ServerTrust(system.trustManager(), null);
    }

    /// A server that either of them believes, unless the grid has revoked it.
    public static ServerTrust of(GridTrust grid, TlsTrust system) {
        return new ServerTrust(GridTrustManager.of(grid, system.trustManager()), grid);
    }

    X509TrustManager manager() {
        return manager;
    }

    /// Another object when what is trusted has changed.
    Object version() {
        return grid == null ? this : grid.version();
    }

    /// With the authorities that servers may not know.
    List<X509Certificate> complete(List<X509Certificate> chain) {
        return grid == null ? chain : grid.complete(chain);
    }
}
