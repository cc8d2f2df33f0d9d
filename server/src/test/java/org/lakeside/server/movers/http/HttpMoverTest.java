package org.lakeside.server.movers.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.lakeside.server.lake.transfer.BlockSink;
import org.lakeside.server.lake.transfer.MoveFailure;
import org.lakeside.server.lake.transfer.MoveFailure.Kind;
import org.lakeside.server.lake.transfer.Piece;
import org.lakeside.server.lake.transfer.Source;
import org.lakeside.server.lake.transfer.Stop;

final class HttpMoverTest {
    private static final String SECRET = "sEcReT";

    @StartStop
    final MockWebServer storage = new MockWebServer();

    @StartStop
    final MockWebServer other = new MockWebServer();

    private final HttpMover mover = new HttpMover(new OkHttpClient(), Duration.ofMinutes(1));
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

    @Test
    void aPieceIsAskedForAsAClosedRangeOfUnpackedBytes() throws Exception {
        storage.enqueue(part("cde", "bytes 2-4/10").setHeader("ETag", "\"v1\"").build());

        Optional<String> version = fetch(source("/f"), new Piece(2, 5, 10), Optional.empty());

        assertThat(taken).hasToString("cde");
        assertThat(version).contains("\"v1\"");
        var request = storage.takeRequest();
        assertThat(request.getHeaders().get("Range")).isEqualTo("bytes=2-4");
        assertThat(request.getHeaders().get("Accept-Encoding")).isEqualTo("identity");
    }

    @Test
    void aWholeFileInsteadOfItsBeginningWillDo() throws Exception {
        storage.enqueue(new MockResponse.Builder().body("abc").build());

        fetch(source("/f"), new Piece(0, 3, 3), Optional.empty());

        assertThat(taken).hasToString("abc");
    }

    @Test
    void aWholeFileThatDoesNotSayHowLongItIsEndsWhereItShould() throws Exception {
        storage.enqueue(new MockResponse.Builder().chunkedBody("abc", 2).build());

        fetch(source("/f"), new Piece(0, 3, 3), Optional.empty());

        assertThat(taken).hasToString("abc");
    }

    @Test
    void theBeginningOfALongerFileIsNotTheFile() {
        storage.enqueue(new MockResponse.Builder().chunkedBody("abcd", 2).build());

        assertThat(failure(new Piece(0, 3, 3)).kind()).isEqualTo(Kind.WRONG);
        assertThat(taken.size()).isZero();
    }

    @Test
    void aWholeFileInsteadOfItsEndWillNotDo() {
        storage.enqueue(new MockResponse.Builder().body("abc").build());

        assertThat(failure(new Piece(1, 3, 3)).kind()).isEqualTo(Kind.NO_PARTS);
    }

    @Test
    void anAddressIsSentAsItIs() throws Exception {
        storage.enqueue(part("a", "bytes 0-0/1").build());

        fetch(source("/a%20b%2Bc+d%25/%C3%A9?X-Amz-Signature=a%2Fb%3D"), new Piece(0, 1, 1), Optional.empty());

        assertThat(storage.takeRequest().getTarget()).isEqualTo("/a%20b%2Bc+d%25/%C3%A9?X-Amz-Signature=a%2Fb%3D");
    }

    @Test
    void webDavAddressesAreReadOverHttp() throws Exception {
        storage.enqueue(part("a", "bytes 0-0/1").build());
        var dav = new Source("DAV", URI.create(storage.url("/f").toString().replace("http://", "dav://")));

        fetch(dav, new Piece(0, 1, 1), Optional.empty());

        assertThat(taken).hasToString("a");
        assertThat(mover.moves(URI.create("davs://host/f"))).isTrue();
        assertThat(mover.moves(URI.create("HTTPS://host/f"))).isTrue();
        assertThat(mover.moves(URI.create("root://host//f"))).isFalse();
        assertThat(mover.moves(URI.create("file:///etc/passwd"))).isFalse();
    }

    @Test
    void aRedirectToTheMachineThatHasTheFileIsFollowed() throws Exception {
        storage.enqueue(redirect(other.url("/pool/f").toString()));
        other.enqueue(part("a", "bytes 0-0/1").build());

        fetch(source("/f"), new Piece(0, 1, 1), Optional.empty());

        assertThat(taken).hasToString("a");
        assertThat(other.takeRequest().getHeaders().get("Range")).isEqualTo("bytes=0-0");
    }

    @Test
    void redirectsInCirclesEnd() {
        for (int i = 0; i < 10; i++) storage.enqueue(redirect("/f"));

        assertThat(failure(new Piece(0, 1, 1)).what()).isEqualTo("redirects in circles");
    }

    @Test
    void aProtectedAddressNeverLeadsToAnOpenOne() throws Exception {
        var certificate = new HeldCertificate.Builder()
                .addSubjectAlternativeName("localhost")
                .build();
        var ours =
                new HandshakeCertificates.Builder().heldCertificate(certificate).build();
        var trust = new HandshakeCertificates.Builder()
                .addTrustedCertificate(certificate.certificate())
                .build();
        storage.useHttps(ours.sslSocketFactory());
        storage.enqueue(redirect(other.url("/f").toString()));
        var trusting = new HttpMover(
                new OkHttpClient.Builder()
                        .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
                        .build(),
                Duration.ofMinutes(1));

        var failure = catchThrowableOfType(
                MoveFailure.class,
                () -> trusting.fetch(source("/f"), new Piece(0, 1, 1), Optional.empty(), this::take, new Stop()));

        assertThat(failure.what()).contains("redirects from https to http");
        assertThat(other.getRequestCount()).isZero();
    }

    @Test
    void aCertificateThatNobodySignedIsRefusedAndSaidToBe() {
        var certificate = new HeldCertificate.Builder()
                .addSubjectAlternativeName("localhost")
                .build();
        storage.useHttps(new HandshakeCertificates.Builder()
                .heldCertificate(certificate)
                .build()
                .sslSocketFactory());

        MoveFailure failure = failure(new Piece(0, 1, 1));

        assertThat(failure.kind()).isEqualTo(Kind.DOWN);
        assertThat(failure.what()).startsWith("cannot be trusted (TLS");
    }

    @Test
    void whatAStorageSaysOfComingBackIsPassedOn() {
        storage.enqueue(new MockResponse.Builder()
                .code(503)
                .setHeader("Retry-After", " 20")
                .build());
        storage.enqueue(new MockResponse.Builder()
                .code(429)
                .setHeader("Date", "Sat, 21 Nov 2026 10:00:00 GMT")
                .setHeader("Retry-After", "Sat, 21 Nov 2026 10:01:00 GMT")
                .build());
        storage.enqueue(new MockResponse.Builder()
                .code(503)
                .setHeader("Retry-After", "soon")
                .build());

        assertThat(failure(new Piece(0, 1, 1)).retryAfter()).contains(Duration.ofSeconds(20));
        assertThat(failure(new Piece(0, 1, 1)).retryAfter()).contains(Duration.ofMinutes(1));
        assertThat(failure(new Piece(0, 1, 1)).retryAfter()).isEmpty();
    }

    @Test
    void anAnswerThatIsNotWhatWasAskedForIsRefusedBeforeABytePasses() {
        storage.enqueue(part("ab", "bytes 1-2/10").build());
        storage.enqueue(part("ab", "bytes 0-1/11").build());
        storage.enqueue(part("abc", "bytes 0-1/10").build());
        storage.enqueue(new MockResponse.Builder().code(206).body("ab").build());
        storage.enqueue(
                part("ab", "bytes 0-1/10").setHeader("Content-Encoding", "gzip").build());
        storage.enqueue(part("ab", "bytes 0-1/10").setHeader("ETag", "\"new\"").build());

        for (int i = 0; i < 6; i++)
            assertThat(failure(new Piece(0, 2, 10)).kind()).isEqualTo(Kind.WRONG);
        assertThat(taken.size()).isZero();
    }

    @Test
    void aPageForPeopleInsteadOfAFileIsNoFile() {
        storage.enqueue(new MockResponse.Builder()
                .setHeader("Content-Type", "text/html")
                .body("<html>Please log in</html>")
                .build());

        assertThat(failure(new Piece(0, 1000, 1000)).what()).isEqualTo("has 26 bytes, the catalogue says 1000");
    }

    @Test
    void stoppingEndsAWaitAtOnce() {
        storage.enqueue(part("ab", "bytes 0-1/2")
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());
        var patient = new HttpMover(new OkHttpClient(), Duration.ofMinutes(5));
        var stop = new Stop();
        var ended = CompletableFuture.runAsync(() -> {
            try {
                patient.fetch(source("/f"), new Piece(0, 2, 2), Optional.empty(), this::take, stop);
            } catch (MoveFailure | IOException e) {
                // that is how it ends
            }
        });
        await().until(() -> storage.getRequestCount() == 1);

        stop.stop();

        assertThat(ended).succeedsWithin(Duration.ofSeconds(60));
    }

    @Test
    void whatCannotBeKeptHereIsNotTheStoragesFault() {
        storage.enqueue(part("a", "bytes 0-0/1").build());
        BlockSink full = _ -> {
            throw new IOException("No space left on device");
        };

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> mover.fetch(source("/f"), new Piece(0, 1, 1), Optional.empty(), full, new Stop()))
                .withMessage("No space left on device");
    }

    @Test
    void noFailureRepeatsWhatAnAddressHides() {
        var hidden = "/f?X-Amz-Signature=" + SECRET;
        storage.enqueue(new MockResponse.Builder().code(403).body(SECRET).build());
        storage.enqueue(redirect("http://[" + SECRET));
        storage.enqueue(redirect("ftp://" + SECRET + "/f"));
        storage.enqueue(part("a", "bytes " + SECRET).build());
        storage.enqueue(part("ab", "bytes 0-0/1").build());
        storage.enqueue(new MockResponse.Builder()
                .onRequestStart(new SocketEffect.CloseSocket())
                .build());

        for (int i = 0; i < 6; i++) {
            MoveFailure failure = catchThrowableOfType(
                    MoveFailure.class, () -> fetch(source(hidden), new Piece(0, 1, 1), Optional.of("\"old\"")));
            assertThat(failure.what()).doesNotContain(SECRET);
        }
        assertThat(source(hidden).toString()).doesNotContain(SECRET);
        assertThat(new Source("X", URI.create("https://user:" + SECRET + "@host/f")).toString())
                .doesNotContain(SECRET);
    }

    private void take(ByteBuffer bytes) {
        byte[] some = new byte[bytes.remaining()];
        bytes.get(some);
        taken.writeBytes(some);
    }

    private Optional<String> fetch(Source source, Piece piece, Optional<String> version)
            throws MoveFailure, IOException {
        return mover.fetch(source, piece, version, this::take, new Stop());
    }

    private MoveFailure failure(Piece piece) {
        return catchThrowableOfType(MoveFailure.class, () -> fetch(source("/f"), piece, Optional.of("\"old\"")));
    }

    private Source source(String path) {
        String base = storage.url("/").toString();
        return new Source("X", URI.create(base.substring(0, base.length() - 1) + path));
    }

    private static MockResponse redirect(String to) {
        return new MockResponse.Builder().code(302).setHeader("Location", to).build();
    }

    private static MockResponse.Builder part(String bytes, String contentRange) {
        return new MockResponse.Builder()
                .code(206)
                .setHeader("Content-Range", contentRange)
                .body(bytes);
    }
}
