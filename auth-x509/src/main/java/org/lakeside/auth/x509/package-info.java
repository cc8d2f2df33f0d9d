/// Keys, certificates and the trust in them, as far as TLS to grid services needs them.
/// Knows OkHttp's and the JDK's TLS; knows neither Rucio nor the service.
@NullMarked
package org.lakeside.auth.x509;

import org.jspecify.annotations.NullMarked;
