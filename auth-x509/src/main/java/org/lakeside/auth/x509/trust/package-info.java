/// Which authorities are trusted, for which names, and what they have revoked: the grid's directory of CAs.
/// Says whether a chain of certificates is to be believed; knows neither proxies nor VOMS.
@NullMarked
package org.lakeside.auth.x509.trust;

import org.jspecify.annotations.NullMarked;
