package org.lakeside.rucio.client;

import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;

/// A certificate or a grid proxy, as TLS shows it to Rucio.
///
/// @param kind decides at which of Rucio's two doors it is shown; some sites set them up differently
/// @param subject the name in the person's certificate, for messages and as the token's identity
/// @param socketFactory shows the certificate; one for each identity, because connections remember whose they are
/// @param trustManager whom to believe on the other side
public record ClientCertificate(
        Kind kind, String subject, SSLSocketFactory socketFactory, X509TrustManager trustManager) {

    public enum Kind {
        CERTIFICATE("auth/x509"),
        PROXY("auth/x509_proxy");

        private final String path;

        Kind(String path) {
            this.path = path;
        }

        String path() {
            return path;
        }
    }

    @Override
    public String toString() {
        return "certificate of " + subject;
    }
}
