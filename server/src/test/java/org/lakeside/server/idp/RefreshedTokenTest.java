package org.lakeside.server.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lakeside.server.SettableClock;
import org.lakeside.server.lake.identity.Refreshable;

/// When the provider is asked again. That it gives tokens at all is tried with a real one.
class RefreshedTokenTest {
    private static final HeldCertificate AUTHORITY =
            new HeldCertificate.Builder().certificateAuthority(0).build();

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-21T10:00:00Z"));
    private final MockWebServer provider = new MockWebServer();
    private RefreshedToken token;

    @BeforeEach
    void aProvider() throws IOException {
        var its = new HeldCertificate.Builder()
                .signedBy(AUTHORITY)
                .addSubjectAlternativeName("localhost")
                .build();
        provider.useHttps(
                new HandshakeCertificates.Builder().heldCertificate(its).build().sslSocketFactory());
        provider.start();
        answer("{\"token_endpoint\": \"%s\"}".formatted(provider.url("/token")));
        var trust = new HandshakeCertificates.Builder()
                .addTrustedCertificate(AUTHORITY.certificate())
                .build();
        var http = new OkHttpClient.Builder()
                .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
                .build();
        var with = new Refreshable(
                provider.url("").uri().resolve("/realm"),
                "lakeside",
                Optional.empty(),
                "refresh",
                Optional.empty(),
                Optional.empty());
        token = new RefreshedToken(with, () -> http, clock);
    }

    @AfterEach
    void noProvider() {
        provider.close();
    }

    @Test
    void severalQuestionsAtOnceAreOne() {
        give("first");

        assertThat(token.read().subject()).isEqualTo("first");
        assertThat(token.read().subject()).isEqualTo("first");
    }

    @Test
    void afterTheClockWasSetBackItIsAskedAnew() {
        give("first");
        give("second");
        token.read();
        clock.advance(Duration.ofHours(-1));

        assertThat(token.read().subject()).isEqualTo("second");
    }

    private void give(String subject) {
        var claims = "{\"iss\": \"https://idp.test\", \"sub\": \"%s\", \"exp\": %d}"
                .formatted(subject, clock.instant().plus(Duration.ofHours(2)).getEpochSecond());
        var jwt = Stream.of("{\"alg\": \"RS256\"}", claims, "signature")
                .map(part ->
                        Base64.getUrlEncoder().withoutPadding().encodeToString(part.getBytes(StandardCharsets.UTF_8)))
                .collect(Collectors.joining("."));
        answer("{\"access_token\": \"%s\"}".formatted(jwt));
    }

    private void answer(String json) {
        provider.enqueue(new MockResponse.Builder().body(json).build());
    }
}
