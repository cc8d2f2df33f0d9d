package org.lakeside.server.rucio;

import java.util.Optional;
import org.lakeside.auth.x509.tls.TlsIdentity;
import org.lakeside.rucio.client.Did;
import org.lakeside.server.lake.identity.Proof;

/// What a call was about, for the words of its failure.
///
/// @param shown what whoever logs in shows, when it is a login
/// @param account the one that was asked for
/// @param identity how TLS shows it, when it is a certificate
record About(
        Optional<Did> did,
        boolean login,
        Optional<Proof> shown,
        Optional<String> account,
        Optional<TlsIdentity> identity) {
    static final About NOTHING =
            new About(Optional.empty(), false, Optional.empty(), Optional.empty(), Optional.empty());
    /// A login in a browser.
    static About login(Optional<String> account) {
        return new About(Optional.empty(), true, Optional.empty(), account, Optional.empty());
    }

    static About login(Proof proof, Optional<String> account) {
        return new About(Optional.empty(), true, Optional.of(proof), account, Optional.empty());
    }

    static About login(Proof proof, Optional<String> account, TlsIdentity identity) {
        return new About(Optional.empty(), true, Optional.of(proof), account, Optional.of(identity));
    }

    static About did(Did did) {
        return new About(Optional.of(did), false, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
