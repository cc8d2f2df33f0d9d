/// Moves bytes over http, https, dav and davs, with OkHttp.
/// Knows ranges, redirects and statuses; declines to know what the bytes are for and where they go.
@NullMarked
package org.lakeside.server.movers.http;

import org.jspecify.annotations.NullMarked;
