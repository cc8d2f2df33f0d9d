/// TLS for OkHttp as somebody: with a certificate or grid proxy, or as nobody; towards servers that are trusted.
/// Explains refusals, which TLS hides; knows no protocol above TLS.
@NullMarked
package org.lakeside.auth.x509.tls;

import org.jspecify.annotations.NullMarked;
