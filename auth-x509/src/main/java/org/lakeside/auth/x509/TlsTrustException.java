package org.lakeside.auth.x509;

import org.jspecify.annotations.Nullable;

/// A certificate authority cannot be trusted as asked. The message names the file and what was found there.
public final class TlsTrustException extends RuntimeException {
    TlsTrustException(String message) {
        super(message);
    }

    TlsTrustException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
