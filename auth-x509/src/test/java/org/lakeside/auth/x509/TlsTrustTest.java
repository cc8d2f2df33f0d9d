package org.lakeside.auth.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTrustTest {
    @StartStop
    final MockWebServer server = new MockWebServer();

    @TempDir
    Path dir;

    private final HeldCertificate ca = new HeldCertificate.Builder()
            .commonName("Lake Test CA")
            .certificateAuthority(1)
            .build();
    private final HeldCertificate localhost = signed().build();

    @Test
    void aServerWhoseAuthorityWasAddedIsTrusted() throws IOException {
        serverShows(localhost, ca);

        assertThat(get(TlsTrust.system().plus(file("ca.pem", ca.certificatePem()))))
                .isEqualTo("hello");
    }

    @Test
    void withoutItTheServerIsRefused() {
        serverShows(localhost, ca);

        assertThatExceptionOfType(SSLHandshakeException.class).isThrownBy(() -> get(TlsTrust.system()));
    }

    @Test
    void anotherAuthorityDoesNotHelp() {
        HeldCertificate rogue = new HeldCertificate.Builder()
                .commonName("Lake Test CA")
                .certificateAuthority(1)
                .build();
        serverShows(localhost, ca);

        assertThatExceptionOfType(SSLHandshakeException.class)
                .isThrownBy(() -> get(TlsTrust.system().plus(file("rogue.pem", rogue.certificatePem()))));
    }

    @Test
    void anotherHostsCertificateIsRefused() {
        serverShows(signedFor("elsewhere.test").build(), ca);

        assertThatExceptionOfType(SSLPeerUnverifiedException.class)
                .isThrownBy(() -> get(TlsTrust.system().plus(file("ca.pem", ca.certificatePem()))))
                .withMessageContaining("elsewhere.test");
    }

    @Test
    void aCertificateThatEndedIsRefused() {
        serverShows(ended(signed()), ca);

        assertThatExceptionOfType(SSLException.class)
                .isThrownBy(() -> get(TlsTrust.system().plus(file("ca.pem", ca.certificatePem()))));
    }

    @Test
    void oneThatSignsItselfIsTrustedWhenItWasAdded() throws IOException {
        HeldCertificate own = new HeldCertificate.Builder()
                .addSubjectAlternativeName("localhost")
                .build();
        serverShows(own);

        assertThat(get(TlsTrust.system().plus(file("own.pem", own.certificatePem()))))
                .isEqualTo("hello");
    }

    @Test
    void butNotAfterItsEnd() {
        HeldCertificate own = ended(new HeldCertificate.Builder().addSubjectAlternativeName("localhost"));
        serverShows(own);

        assertThatExceptionOfType(SSLException.class)
                .isThrownBy(() -> get(TlsTrust.system().plus(file("own.pem", own.certificatePem()))));
    }

    @Test
    void aDirectoryOfTheGridIsRead() throws IOException {
        Path grid = Files.createDirectory(dir.resolve("certificates"));
        Files.writeString(grid.resolve("1a2b3c4d.0"), ca.certificatePem());
        Files.writeString(grid.resolve("1a2b3c4d.signing_policy"), "access_id_CA X509 '/CN=Lake'");
        Files.writeString(grid.resolve("1a2b3c4d.r0"), "-----BEGIN X509 CRL-----\nAA==\n-----END X509 CRL-----\n");
        serverShows(localhost, ca);

        assertThat(get(TlsTrust.system().plusDirectory(grid))).isEqualTo("hello");
    }

    @Test
    void addingGivesANewValue() {
        TlsTrust system = TlsTrust.system();
        system.plus(file("ca.pem", ca.certificatePem()));

        assertThat(system.trustManager().getAcceptedIssuers()).doesNotContain(ca.certificate());
    }

    @Test
    void theSystemHasAuthorities() {
        assertThat(TlsTrust.system().trustManager().getAcceptedIssuers()).hasSizeGreaterThan(20);
    }

    private HeldCertificate.Builder signed() {
        return signedFor("localhost");
    }

    private HeldCertificate.Builder signedFor(String host) {
        return new HeldCertificate.Builder().signedBy(ca).addSubjectAlternativeName(host);
    }

    private static HeldCertificate ended(HeldCertificate.Builder builder) {
        Instant now = Instant.now();
        return builder.validityInterval(
                        now.minus(Duration.ofDays(2)).toEpochMilli(),
                        now.minus(Duration.ofDays(1)).toEpochMilli())
                .build();
    }

    private void serverShows(HeldCertificate certificate, HeldCertificate... signers) {
        HandshakeCertificates certificates = new HandshakeCertificates.Builder()
                .heldCertificate(
                        certificate,
                        Stream.of(signers).map(HeldCertificate::certificate).toArray(X509Certificate[]::new))
                .build();
        server.useHttps(certificates.sslSocketFactory());
        server.enqueue(new MockResponse.Builder().body("hello").build());
    }

    private String get(TlsTrust trust) throws IOException {
        OkHttpClient http = trust.apply(new OkHttpClient.Builder()).build();
        Request request = new Request.Builder()
                .url("https://localhost:" + server.getPort() + "/")
                .build();
        try (Response response = http.newCall(request).execute()) {
            return response.body().string();
        }
    }

    private Path file(String name, String content) {
        try {
            return Files.writeString(dir.resolve(name), content);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
