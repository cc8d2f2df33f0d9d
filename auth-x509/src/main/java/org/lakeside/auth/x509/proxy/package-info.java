/// Grid proxies: short-lived certificates that a person's certificate has signed, with VOMS attributes or without.
/// Makes, delegates, reads, describes, checks and writes them; declines to decide when it is time for a new one.
@NullMarked
package org.lakeside.auth.x509.proxy;

import org.jspecify.annotations.NullMarked;
