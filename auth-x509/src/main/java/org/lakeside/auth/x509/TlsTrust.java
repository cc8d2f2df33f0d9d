package org.lakeside.auth.x509;

import java.nio.file.Path;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;

/// Whom to believe when a server shows its certificate: the certificate authorities of the system, and those that
/// were added.
///
/// Verification cannot be switched off: whoever runs a server with a certificate of their own adds its CA.
/// A value: [#plus] gives a new one.
public final class TlsTrust {
    private TlsTrust() {}

    /// The authorities that the system trusts.
    public static TlsTrust system() {
        return new TlsTrust();
    }

    /// And those in a file of PEM certificates, one or many, in any order, with or without text between them.
    ///
    /// @throws TlsTrustException when the file cannot be read or holds no certificate
    public TlsTrust plus(Path caFile) {
        return beingWritten();
    }

    /// And those in the files of a directory: `*.pem`, `*.crt`, `*.cer`, and the hashed names (`1a2b3c4d.0`) of
    /// grid directories.
    ///
    /// @throws TlsTrustException when there is no such directory or none of its files holds a certificate
    public TlsTrust plusDirectory(Path directory) {
        return beingWritten();
    }

    public SSLSocketFactory socketFactory() {
        return beingWritten();
    }

    public X509TrustManager trustManager() {
        return beingWritten();
    }

    @SuppressWarnings("TypeParameterUnusedInFormals")
    private static <T> T beingWritten() {
        throw new TlsTrustException("being written");
    }

    /// Makes an OkHttp client trust them.
    public OkHttpClient.Builder apply(OkHttpClient.Builder builder) {
        return builder.sslSocketFactory(socketFactory(), trustManager());
    }
}
