package org.lakeside.auth.x509.trust;

import org.lakeside.auth.x509.Dn;

/// Which names an authority may put into certificates. There are two kinds of file for it: [SigningPolicy] and
/// [Namespaces].
interface NamePolicy {
    enum Opinion {
        PERMITS,
        FORBIDS,
        /// It says nothing of this authority.
        SILENT
    }

    Opinion of(Dn issuer, Dn subject);

    /// Whether it says anything of the authority whose file it is; one that does not, such as a damaged one, forbids
    /// it everything.
    boolean speaks();
}
