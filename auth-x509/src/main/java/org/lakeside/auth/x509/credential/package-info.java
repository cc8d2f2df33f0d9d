/// Certificates with their private keys: reads them in every form they come in, and keeps the files of secrets
/// closed to others. Says whether a key belongs to a certificate; declines to say whether the certificate is to be
/// trusted.
@NullMarked
package org.lakeside.auth.x509.credential;

import org.jspecify.annotations.NullMarked;
