package org.lakeside.server.lake.identity;

import java.net.URI;
import java.time.Instant;

/// A login in a browser that is waited for.
///
/// @param page for the browser of the person who logs in, and for nobody else
public record BrowserWait(URI page, Instant until) {
    @Override
    public String toString() {
        return "login in the browser at %s, until %s".formatted(page.getHost(), until);
    }
}
