package org.lakeside.server.lake.identity;

import org.lakeside.auth.x509.proxy.GridProxy;
import org.lakeside.auth.x509.tls.TlsIdentity;
import org.lakeside.rucio.client.BearerToken;

/// What to show a storage.
public sealed interface StorageCredential {
    /// Nothing: it is open to all, or the address is signed.
    record Nothing() implements StorageCredential {}

    /// A grid proxy.
    ///
    /// @param identity the same object for the same proxy, so that connections can be used again
    record Proxy(GridProxy proxy, TlsIdentity identity) implements StorageCredential {}

    /// A token in the header `Authorization`.
    record Token(BearerToken token) implements StorageCredential {}
}
