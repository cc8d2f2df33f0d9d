package org.lakeside.auth.x509;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;

/// Whom to believe when a server shows its certificate: the certificate authorities of the system, and those that
/// were added.
///
/// Verification cannot be switched off: whoever runs a server with a certificate of their own adds its CA. The
/// system's authorities are those of the JDK and those of the operating system, where sites add theirs.
///
/// A value: [#plus] gives a new one. Files are read when they are added, the system's when they are first needed.
public final class TlsTrust {
    private final Set<X509Certificate> added;
    private final Supplier<X509TrustManager> trustManager = new Once<>(this::makeTrustManager);
    private final Supplier<SSLSocketFactory> socketFactory = new Once<>(this::makeSocketFactory);

    private TlsTrust(Set<X509Certificate> added) {
        this.added = added;
    }

    /// Looks whether a file can be used as one of authorities, without building anything on it.
    ///
    /// @throws TlsTrustException with the file's name and what is wrong
    public static void requireUsable(Path caFile) {
        CaFiles.certificatesIn(caFile);
    }

    /// The same for a directory, as [#plusDirectory] reads it.
    ///
    /// @return what is wrong, each with the file's name; nothing when the directory can be used
    public static List<String> faultsOfDirectory(Path directory) {
        return CaFiles.faultsBelow(directory);
    }

    /// The authorities that the system trusts.
    public static TlsTrust system() {
        return new TlsTrust(Set.of());
    }

    /// And those in a file of PEM certificates, one or many, in any order, with or without text between them; or one
    /// certificate in DER.
    ///
    /// @throws TlsTrustException when the file cannot be read or holds no certificate
    public TlsTrust plus(Path caFile) {
        return with(CaFiles.certificatesIn(caFile));
    }

    /// And those in the files of a directory: `*.pem`, `*.crt`, `*.cer`, `*.der`, and the hashed names (`1a2b3c4d.0`)
    /// of grid directories. Other files, such as revocation lists and policies, are passed over.
    ///
    /// @throws TlsTrustException when there is no such directory, when one of those files holds no certificate, or
    /// when there is none
    public TlsTrust plusDirectory(Path directory) {
        return with(CaFiles.certificatesBelow(directory));
    }

    private TlsTrust with(Collection<X509Certificate> more) {
        Set<X509Certificate> all = new LinkedHashSet<>(added);
        all.addAll(more);
        return new TlsTrust(all);
    }

    public SSLSocketFactory socketFactory() {
        return socketFactory.get();
    }

    public X509TrustManager trustManager() {
        return trustManager.get();
    }

    /// Makes an OkHttp client trust them. Names of hosts are verified by the client itself.
    public OkHttpClient.Builder apply(OkHttpClient.Builder builder) {
        return builder.sslSocketFactory(socketFactory(), trustManager());
    }

    private X509TrustManager makeTrustManager() {
        Set<X509Certificate> all = new LinkedHashSet<>(SystemCas.certificates());
        all.addAll(added);
        return new InDateTrustManager(Anchors.trustManager(all));
    }

    private SSLSocketFactory makeSocketFactory() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trustManager()}, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new TlsTrustException("this Java has no TLS: " + e.getMessage(), e);
        }
    }
}
