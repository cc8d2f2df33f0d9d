/// HTTP over a Unix socket: what one Lakeside process says to another.
/// Knows how to connect; knows no route and no meaning.
@NullMarked
package org.lakeside.server.unix;

import org.jspecify.annotations.NullMarked;
