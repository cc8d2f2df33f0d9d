package org.lakeside.server.lake;

import java.net.URI;
import java.util.Optional;

/// One Rucio that this service works with.
///
/// @param name what programs, paths and notebooks call it
/// @param label what people call it
/// @param vo the virtual organisation, where its server has several
/// @param account the account to act as, if the settings choose one
/// @param web the site's own web interface to it, if it has one
public record Instance(
        String name,
        String label,
        URI url,
        Optional<String> vo,
        Optional<String> account,
        Optional<URI> web,
        Kind kind) {
    /// How it shows itself.
    public enum Kind {
        /// To those who are logged in.
        RUCIO,
        /// To everybody, as far as its data are open.
        OPENDATA
    }

    /// One for those who are logged in, without a web interface.
    public Instance(String name, String label, URI url, Optional<String> vo, Optional<String> account) {
        this(name, label, url, vo, account, Optional.empty(), Kind.RUCIO);
    }

    /// Whether nobody logs in there.
    public boolean isOpen() {
        return kind == Kind.OPENDATA;
    }

    /// The catalogue's host, with its port if it has one: together with the VO it says in a notebook which catalogue
    /// was meant, on a machine where the instance has another name.
    public String host() {
        return url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
    }
}
