package org.lakeside.server.lake.transfer;

import java.net.URI;

/// Where one replica of a file can be read.
///
/// @param instance whose catalogue it is in, which decides who one is there; empty when nobody is
/// @param uri percent-encoded; may carry a signature, so it is never printed
public record Source(String instance, String rse, URI uri) {
    public Source(String rse, URI uri) {
        this("", rse, uri);
    }

    /// Scheme, host and port: what fails together, and what may be printed.
    public String endpoint() {
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }

    @Override
    public String toString() {
        return rse + " (" + endpoint() + ")";
    }
}
