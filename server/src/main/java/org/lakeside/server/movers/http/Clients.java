package org.lakeside.server.movers.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import org.lakeside.auth.x509.tls.TlsIdentity;
import org.lakeside.server.lake.identity.StorageCredential;

/// A client for each identity that is shown to storages. Connections belong to who opened them, so a renewed proxy has
/// new ones, and those of the old one end when they are idle.
final class Clients {
    private static final int IDENTITIES = 4;
    private static final int IDLE_CONNECTIONS = 16;

    private final OkHttpClient nobody;

    // Guarded by itself.
    private final Map<TlsIdentity, OkHttpClient> known = new LinkedHashMap<>(8, 0.75f, true);

    Clients(OkHttpClient nobody) {
        this.nobody = nobody;
    }

    OkHttpClient of(StorageCredential credential) {
        return credential instanceof StorageCredential.Proxy(var _, var identity) ? of(identity) : nobody;
    }

    /// For those who are to see nobody.
    OkHttpClient nobody() {
        return nobody;
    }

    OkHttpClient of(TlsIdentity identity) {
        synchronized (known) {
            var client = known.computeIfAbsent(identity, this::make);
            if (known.size() > IDENTITIES) {
                var oldest = known.entrySet().iterator();
                oldest.next().getValue().connectionPool().evictAll();
                oldest.remove();
            }
            return client;
        }
    }

    /// Keys and connections of whoever has logged out are not kept.
    void forget() {
        synchronized (known) {
            known.values().forEach(client -> client.connectionPool().evictAll());
            known.clear();
        }
    }

    private OkHttpClient make(TlsIdentity identity) {
        return identity.apply(nobody.newBuilder())
                .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, 1, TimeUnit.MINUTES))
                .build();
    }
}
