package org.lakeside.server.lake.identity;

import java.util.List;
import org.lakeside.auth.x509.X509Exception;
import org.lakeside.auth.x509.credential.Credential;
import org.lakeside.auth.x509.proxy.GridProxy;

/// Makes grid proxies, and asks the VOs for what they say of their members.
public interface ProxyWorkshop {
    /// A proxy signed by this person's certificate.
    ///
    /// @throws org.lakeside.auth.x509.X509Exception with what is wrong, or what the VO has against it
    GridProxy make(Credential person, ProxyWish wish);

    /// All that a VO gives this person, without making anything of it.
    ///
    /// @throws org.lakeside.auth.x509.X509Exception with what the VO has against it
    default Memberships memberships(Credential person, String vo) {
        throw new X509Exception(X509Exception.Kind.NO_SERVER, "No VOMS server is known for VO %s.".formatted(vo));
    }

    /// The VOs that can be asked.
    default List<String> vos() {
        return List.of();
    }
}
