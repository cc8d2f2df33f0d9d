package org.lakeside.server.movers.http;

import static org.assertj.core.api.Assertions.assertThat;

import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.lakeside.auth.x509.TlsTrust;
import org.lakeside.auth.x509.tls.ServerTrust;
import org.lakeside.auth.x509.tls.TlsIdentity;

/// Whose connections are whose.
class ClientsTest {
    private final Clients clients = new Clients(new OkHttpClient());

    @Test
    void anIdentityKeepsItsConnectionsUntilSomebodyLogsOut() {
        var jane = TlsIdentity.nobody(ServerTrust.of(TlsTrust.system()));
        var first = clients.of(jane);
        assertThat(clients.of(jane)).isSameAs(first);

        clients.forget();

        assertThat(clients.of(jane)).isNotSameAs(first);
    }
}
