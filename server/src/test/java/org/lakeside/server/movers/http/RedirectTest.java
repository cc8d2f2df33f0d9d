package org.lakeside.server.movers.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lakeside.auth.x509.TlsTrust;
import org.lakeside.auth.x509.credential.Credential;
import org.lakeside.auth.x509.proxy.GridProxy;
import org.lakeside.auth.x509.proxy.ProxyMaker;
import org.lakeside.auth.x509.proxy.ProxyOptions;
import org.lakeside.auth.x509.tls.ServerTrust;
import org.lakeside.auth.x509.tls.TlsIdentity;
import org.lakeside.rucio.client.BearerToken;
import org.lakeside.server.lake.identity.StorageCredential;
import org.lakeside.server.lake.transfer.MoveFailure;
import org.lakeside.server.lake.transfer.MoveFailure.Kind;
import org.lakeside.server.lake.transfer.Piece;
import org.lakeside.server.lake.transfer.Source;
import org.lakeside.server.lake.transfer.Stop;

/// Who a person is, shown to a storage that sends readers on: to whom else.
final class RedirectTest {
    private static final String DOOR = "door.physics.example.org";
    private static final HeldCertificate AUTHORITY =
            new HeldCertificate.Builder().certificateAuthority(0).build();
    private static final HeldCertificate HOST = new HeldCertificate.Builder()
            .addSubjectAlternativeName(DOOR)
            .addSubjectAlternativeName("*.example.org")
            .addSubjectAlternativeName("*.example.com")
            .signedBy(AUTHORITY)
            .build();

    @StartStop
    final MockWebServer door = new MockWebServer();

    @StartStop
    final MockWebServer pool = new MockWebServer();

    @TempDir
    Path directory;

    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private TlsTrust trust = TlsTrust.system();

    @BeforeEach
    void listen() throws Exception {
        for (var server : List.of(door, pool)) {
            server.useHttps(takingEverybody().getSocketFactory());
            server.requestClientAuth();
        }
        trust = trust.plus(Files.writeString(directory.resolve("ca.pem"), AUTHORITY.certificatePem()));
        pool.enqueue(bytes());
    }

    @Test
    void aTokenIsShownToTheStorageAndToNobodyElse() throws Exception {
        sendOn("pool.example.org");

        fetch(token());

        assertThat(authorization(door.takeRequest())).startsWith("Bearer ");
        assertThat(authorization(pool.takeRequest())).isEmpty();
        assertThat(taken).hasToString("a");
    }

    @Test
    void aTokenIsNotShownToAnotherServerOfTheSameMachine() throws Exception {
        sendOn(DOOR);

        fetch(token());

        assertThat(authorization(pool.takeRequest())).isEmpty();
    }

    @Test
    void aTokenIsShownAgainToTheStorageItself() throws Exception {
        door.enqueue(new MockResponse.Builder()
                .code(307)
                .setHeader("Location", "/elsewhere")
                .build());
        door.enqueue(bytes());

        fetch(token());

        door.takeRequest();
        assertThat(authorization(door.takeRequest())).startsWith("Bearer ");
    }

    @ParameterizedTest
    @ValueSource(strings = {DOOR, "pool.example.org"})
    void aProxyIsShownToOtherMachinesOfTheOrganisation(String host) throws Exception {
        sendOn(host);

        fetch(proxy());

        assertThat(shown(door.takeRequest())).contains("CN=Jane Doe");
        assertThat(shown(pool.takeRequest())).contains("CN=Jane Doe");
    }

    @Test
    void aProxyIsNotShownToAMachineOfSomebodyElse() throws Exception {
        sendOn("pool.example.com");

        fetch(proxy());

        assertThat(shown(door.takeRequest())).contains("CN=Jane Doe");
        assertThat(shown(pool.takeRequest())).isEmpty();
        assertThat(taken).hasToString("a");
    }

    @Test
    void whoeverIsNotShownItAndWantsItIsNamed() throws Exception {
        pool.close();
        try (var strict = new MockWebServer()) {
            strict.useHttps(takingEverybody().getSocketFactory());
            strict.enqueue(new MockResponse.Builder().code(403).build());
            strict.start();
            sendOn(address(strict, "pool.example.com"));

            var failure = catchThrowableOfType(MoveFailure.class, () -> fetch(proxy()));

            assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
            assertThat(failure.what())
                    .isEqualTo("sends readers on to pool.example.com, which was not shown who you are,"
                            + " and which answered 403 Forbidden");
        }
    }

    private void sendOn(String host) {
        sendOn(address(pool, host));
    }

    private void sendOn(HttpUrl to) {
        door.enqueue(new MockResponse.Builder()
                .code(307)
                .setHeader("Location", to.toString())
                .build());
    }

    private static HttpUrl address(MockWebServer server, String host) {
        return server.url("/f").newBuilder().host(host).build();
    }

    private static MockResponse bytes() {
        return new MockResponse.Builder()
                .code(206)
                .setHeader("Content-Range", "bytes 0-0/1")
                .body("a")
                .build();
    }

    private void fetch(StorageCredential shown) throws MoveFailure, IOException {
        var everywhereHere = new OkHttpClient.Builder()
                .dns(_ -> List.of(InetAddress.getLoopbackAddress()))
                .build();
        var mover = new HttpMover(trust.apply(everywhereHere.newBuilder()).build(), Duration.ofMinutes(1), _ -> shown);
        mover.fetch(
                new Source("SITE", URI.create(address(door, DOOR).toString())),
                new Piece(0, 1, 1),
                Optional.empty(),
                bytes -> {
                    while (bytes.hasRemaining()) taken.write(bytes.get());
                },
                new Stop());
    }

    private static String authorization(RecordedRequest request) {
        return Optional.ofNullable(request.getHeaders().get("Authorization")).orElse("");
    }

    private static String shown(RecordedRequest request) {
        var handshake = request.getHandshake();
        assertThat(handshake).isNotNull();
        return handshake.peerCertificates().stream()
                .map(one -> ((X509Certificate) one).getSubjectX500Principal().getName())
                .collect(Collectors.joining(" "));
    }

    private StorageCredential proxy() {
        var person = new HeldCertificate.Builder()
                .rsa2048()
                .commonName("Jane Doe")
                .signedBy(AUTHORITY)
                .build();
        GridProxy proxy = new ProxyMaker(Clock.systemUTC())
                .make(
                        Credential.of(
                                List.of(person.certificate()), person.keyPair().getPrivate()),
                        new HeldCertificate.Builder().rsa2048().build().keyPair(),
                        ProxyOptions.usual().living(Duration.ofHours(1)),
                        List.of());
        return new StorageCredential.Proxy(proxy, TlsIdentity.of(ServerTrust.of(trust), proxy.credential()));
    }

    private static StorageCredential token() {
        var claims = "{\"iss\": \"https://idp.test\", \"sub\": \"jane\", \"exp\": %d}"
                .formatted(Instant.now().plusSeconds(3600).getEpochSecond());
        var text = Stream.of("{\"alg\": \"RS256\"}", claims, "signature")
                .map(part ->
                        Base64.getUrlEncoder().withoutPadding().encodeToString(part.getBytes(StandardCharsets.UTF_8)))
                .collect(Collectors.joining("."));
        return new StorageCredential.Token(BearerToken.parse(text).orElseThrow());
    }

    /// A server that asks for certificates and takes any.
    private static SSLContext takingEverybody() throws GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        var own = new HandshakeCertificates.Builder().heldCertificate(HOST).build();
        context.init(new KeyManager[] {own.keyManager()}, new TrustManager[] {new Taking()}, null);
        return context;
    }

    private static final class Taking implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
