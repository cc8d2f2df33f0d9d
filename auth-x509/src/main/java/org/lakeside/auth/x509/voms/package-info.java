/// Membership: asks VOMS servers for attribute certificates, reads them, and says whether they are to be believed.
/// Knows who may speak for a VO (`vomses`, `vomsdir`); declines to make proxies of what it gets.
@NullMarked
package org.lakeside.auth.x509.voms;

import org.jspecify.annotations.NullMarked;
