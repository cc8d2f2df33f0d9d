package org.lakeside.server.lake.transfer;

import java.net.URI;

/// Where one replica of a file can be read.
///
/// @param uri percent-encoded; may carry a signature, so it is never printed
public record Source(String rse, URI uri) {
    /// Scheme, host and port: what fails together, and what may be printed.
    public String endpoint() {
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }

    @Override
    public String toString() {
        return rse + " (" + endpoint() + ")";
    }
}
