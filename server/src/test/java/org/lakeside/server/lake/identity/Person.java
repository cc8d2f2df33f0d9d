package org.lakeside.server.lake.identity;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.tls.HeldCertificate;
import org.lakeside.auth.x509.credential.Credential;
import org.lakeside.auth.x509.proxy.GridProxy;
import org.lakeside.auth.x509.proxy.ProxyMaker;
import org.lakeside.auth.x509.proxy.ProxyOptions;
import org.lakeside.rucio.client.BearerToken;

/// Somebody with a certificate of a test's own authority; proxies share one key, because making keys takes long.
final class Person {
    private static final HeldCertificate AUTHORITY =
            new HeldCertificate.Builder().rsa2048().certificateAuthority(0).build();
    private static final HeldCertificate CERTIFICATE = new HeldCertificate.Builder()
            .rsa2048()
            .commonName("Jane Doe")
            .validityInterval(
                    Instant.parse("2026-01-01T00:00:00Z").toEpochMilli(),
                    Instant.parse("2029-01-01T00:00:00Z").toEpochMilli())
            .signedBy(AUTHORITY)
            .build();
    private static final HeldCertificate KEY =
            new HeldCertificate.Builder().rsa2048().build();

    private Person() {}

    static Credential credential() {
        return Credential.of(
                List.of(CERTIFICATE.certificate()), CERTIFICATE.keyPair().getPrivate());
    }

    static Instant ends() {
        return CERTIFICATE.certificate().getNotAfter().toInstant();
    }

    static KeyPlace key() {
        return new KeyPlace.Uploaded(
                "jane.pem",
                certificatePem().getBytes(StandardCharsets.US_ASCII),
                keyPem().getBytes(StandardCharsets.US_ASCII));
    }

    static String certificatePem() {
        return CERTIFICATE.certificatePem();
    }

    static String keyPem() {
        return CERTIFICATE.privateKeyPkcs8Pem();
    }

    static GridProxy proxy(Clock clock, Duration life) {
        return new ProxyMaker(clock)
                .make(credential(), KEY.keyPair(), ProxyOptions.usual().living(life), List.of());
    }

    static BearerToken token(Instant now, Duration life) {
        return BearerToken.parse(tokenText(now, life)).orElseThrow();
    }

    /// @param audience empty: it does not say
    static BearerToken token(Instant now, Duration life, String audience) {
        return BearerToken.parse(tokenText(now, life, audience)).orElseThrow();
    }

    static String tokenText(Instant now, Duration life) {
        return tokenText(now, life, "");
    }

    private static String tokenText(Instant now, Duration life, String audience) {
        var claims = "{\"iss\": \"https://idp.test\", \"sub\": \"jane\", \"iat\": %d, \"exp\": %d%s}"
                .formatted(
                        now.getEpochSecond(),
                        now.plus(life).getEpochSecond(),
                        audience.isEmpty() ? "" : ", \"aud\": \"" + audience + "\"");
        return Stream.of("{\"alg\": \"RS256\"}", claims, "signature")
                .map(part ->
                        Base64.getUrlEncoder().withoutPadding().encodeToString(part.getBytes(StandardCharsets.UTF_8)))
                .collect(Collectors.joining("."));
    }
}
