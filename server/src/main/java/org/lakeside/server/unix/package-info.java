/// HTTP/1.1 over a Unix socket, for one request at a time: what one Lakeside process says to another.
/// Knows bytes and headers; knows no route and no meaning.
@NullMarked
package org.lakeside.server.unix;

import org.jspecify.annotations.NullMarked;
