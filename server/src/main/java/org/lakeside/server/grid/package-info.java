/// Grid proxies as `lake` wants them, made by auth-x509 with the machine's VOMS servers and authorities.
/// Declines to know who logs in where.
@NullMarked
package org.lakeside.server.grid;

import org.jspecify.annotations.NullMarked;
