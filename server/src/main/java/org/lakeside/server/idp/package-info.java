/// Identity providers, by OpenID Connect: tokens for a token that can be refreshed.
/// Declines to know what the tokens are shown to, and who is logged in.
@NullMarked
package org.lakeside.server.idp;

import org.jspecify.annotations.NullMarked;
