package org.lakeside.server.idp;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.lakeside.server.lake.identity.Refreshable;

/// A provider on loopback that goes by a test's clock, is away when told so, and takes each refresh
/// token once only. What real ones answer is tried on the grid; none of them can be set to another time.
public final class RotatingProvider implements AutoCloseable {
    private static final HeldCertificate AUTHORITY =
            new HeldCertificate.Builder().certificateAuthority(0).build();

    private final MockWebServer server = new MockWebServer();
    private final Clock clock;
    private final Duration life;
    private final BooleanSupplier away;
    private int given;
    private String described = "";

    /// @param life of the tokens that it gives
    /// @param away asked with each request; it may take its time
    public RotatingProvider(Clock clock, Duration life, BooleanSupplier away) {
        this.clock = clock;
        this.life = life;
        this.away = away;
        var its = new HeldCertificate.Builder()
                .signedBy(AUTHORITY)
                .addSubjectAlternativeName("localhost")
                .build();
        server.useHttps(
                new HandshakeCertificates.Builder().heldCertificate(its).build().sslSocketFactory());
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return answer(request);
            }
        });
        try {
            server.start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        described = issuer().toString();
    }

    /// Describes itself as another from now on.
    public void callsItself(String issuer) {
        described = issuer;
    }

    /// What the first token is got with.
    public Refreshable refreshable() {
        return new Refreshable(issuer(), "lakeside", Optional.empty(), "refresh-0", Optional.empty(), Optional.empty());
    }

    /// One that trusts it.
    public OkHttpClient client() {
        var trust = new HandshakeCertificates.Builder()
                .addTrustedCertificate(AUTHORITY.certificate())
                .build();
        return new OkHttpClient.Builder()
                .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
                .build();
    }

    /// How many tokens it has given.
    public synchronized int given() {
        return given;
    }

    private URI issuer() {
        return server.url("/realm").uri();
    }

    private MockResponse answer(RecordedRequest request) {
        return away.getAsBoolean() ? new MockResponse.Builder().code(503).build() : answerNow(request);
    }

    private synchronized MockResponse answerNow(RecordedRequest request) {
        if (!request.getUrl().encodedPath().equals("/token"))
            return json("{\"issuer\": \"%s\", \"token_endpoint\": \"%s\"}".formatted(described, server.url("/token")));
        var body = request.getBody() == null ? "" : request.getBody().utf8();
        if (!body.contains("refresh_token=refresh-" + given + "&"))
            return json("{\"error\": \"invalid_grant\"}").newBuilder().code(400).build();
        given++;
        return json("{\"access_token\": \"%s\", \"refresh_token\": \"refresh-%d\"}".formatted(token(), given));
    }

    private String token() {
        var now = clock.instant();
        var claims =
                "{\"iss\": \"%s\", \"sub\": \"number %d\", \"scope\": \"storage.read:/\", \"iat\": %d, \"exp\": %d}"
                        .formatted(
                                issuer(),
                                given,
                                now.getEpochSecond(),
                                now.plus(life).getEpochSecond());
        return Stream.of("{\"alg\": \"RS256\"}", claims, "signature")
                .map(part ->
                        Base64.getUrlEncoder().withoutPadding().encodeToString(part.getBytes(StandardCharsets.UTF_8)))
                .collect(Collectors.joining("."));
    }

    private static MockResponse json(String text) {
        return new MockResponse.Builder().body(text).build();
    }

    @Override
    public void close() {
        server.close();
    }
}
