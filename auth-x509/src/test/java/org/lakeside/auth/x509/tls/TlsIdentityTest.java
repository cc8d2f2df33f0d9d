package org.lakeside.auth.x509.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.lakeside.auth.x509.X509Exception.Kind.SERVER_NOT_TRUSTED;
import static org.lakeside.auth.x509.X509Exception.Kind.WRONG_HOST;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.auth.x509.Dn;
import org.lakeside.auth.x509.TlsTrust;
import org.lakeside.auth.x509.X509Exception.Kind;
import org.lakeside.auth.x509.testing.Keys;
import org.lakeside.auth.x509.testing.TestAuthority;
import org.lakeside.auth.x509.testing.TestPerson;
import org.lakeside.auth.x509.testing.TlsServer;
import org.lakeside.auth.x509.trust.GridTrust;
import org.lakeside.auth.x509.trust.GridTrust.Strictness;

class TlsIdentityTest {
    private final TestAuthority authority = TestAuthority.root("/DC=test/CN=Root");
    private final TestPerson host = authority.host("here", "localhost", "127.0.0.1");

    @TempDir
    Path directory;

    @StartStop
    final MockWebServer server = new MockWebServer();

    @BeforeEach
    void theServerSaysWhoItSaw() {
        authority.publish(directory);
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                List<Certificate> shown = request.getHandshake().peerCertificates();
                return new MockResponse.Builder()
                        .body(
                                shown.isEmpty()
                                        ? "nobody"
                                        : Dn.subject((X509Certificate) shown.getFirst())
                                                .slashed())
                        .build();
            }
        });
    }

    @Test
    void whoHasACertificateShowsIt() throws IOException {
        serve(TlsServer.accepting(host));
        var jane = TlsIdentity.of(trust(), person("Jane").credential());

        assertThat(ask(client(jane))).isEqualTo("/DC=test/CN=Jane");
        assertThat(ask(client(TlsIdentity.nobody(trust())))).isEqualTo("nobody");
    }

    @Test
    void authoritiesThatTheServerMayLackAreShownToo() throws Exception {
        var sub = authority.sub("/DC=test/CN=Sub").publish(directory);
        var jane = sub.person("/DC=test/CN=Jane", Keys.ec());
        var alone = new TestPerson(jane.chain().subList(0, 1), jane.key());
        serve(TlsServer.accepting(host));

        ask(client(TlsIdentity.of(trust(), alone.credential())));

        assertThat(server.takeRequest().getHandshake().peerCertificates()).hasSize(2);
    }

    @Test
    void manyAtOnceOnOnePoolAreNeverTakenForOneAnother() throws Exception {
        serve(TlsServer.accepting(host));
        var base =
                new OkHttpClient.Builder().connectionPool(new ConnectionPool()).build();
        var clients = List.of("Jane", "Bob", "Eve").stream()
                .map(name -> TlsIdentity.of(trust(), person(name).credential())
                        .apply(base.newBuilder())
                        .build())
                .toList();

        try (var threads = Executors.newFixedThreadPool(6)) {
            List<Future<String>> answers = IntStream.range(0, 120)
                    .mapToObj(i -> threads.submit(() -> ask(clients.get(i % 3))))
                    .toList();

            for (int i = 0; i < answers.size(); i++)
                assertThat(answers.get(i).get())
                        .isEqualTo(
                                "/DC=test/CN=" + List.of("Jane", "Bob", "Eve").get(i % 3));
        }
    }

    @Test
    void aServerOfAnUnknownAuthorityIsNotTrusted() {
        serve(TlsServer.accepting(TestAuthority.root("/DC=test/CN=Rogue").host("here", "localhost")));

        assertThat(failure(TlsIdentity.nobody(trust()))).isEqualTo(SERVER_NOT_TRUSTED);
    }

    @Test
    void aServerOfAnotherNameIsTheWrongOne() {
        serve(TlsServer.accepting(authority.host("elsewhere", "elsewhere.test")));

        assertThat(failure(TlsIdentity.nobody(trust()))).isEqualTo(WRONG_HOST);
    }

    @Test
    void whatTheSystemTrustsIsGoodEnoughUnlessTheGridHasRevokedIt() throws IOException {
        var other = TestAuthority.root("/DC=test/CN=Other");
        Path elsewhere = Files.createDirectory(directory.resolve("other"));
        other.publish(elsewhere);
        var otherHost = other.host("here", "localhost");
        serve(TlsServer.accepting(otherHost));
        var both = ServerTrust.of(grid(), TlsTrust.system().plusDirectory(elsewhere));

        assertThat(ask(client(TlsIdentity.nobody(both)))).isEqualTo("nobody");

        other.revoke(otherHost.certificate());
        other.publish(directory).publishRevocations(directory, Instant.now().plus(Duration.ofDays(1)));
        assertThat(failure(TlsIdentity.nobody(both))).isEqualTo(SERVER_NOT_TRUSTED);
    }

    @Test
    void aServerThatIsRevokedMeanwhileIsRefusedOnItsNextConnection() throws IOException {
        serve(TlsServer.accepting(host));
        var client = client(TlsIdentity.nobody(trust()));
        assertThat(ask(client)).isEqualTo("nobody");

        authority.revoke(host.certificate());
        authority.publishRevocations(directory, Instant.now().plus(Duration.ofDays(1)));
        client.connectionPool().evictAll();

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ask(client))
                .satisfies(
                        e -> assertThat(Refusals.said("here", e).orElseThrow().sentence())
                                .contains("has been revoked"));
    }

    private void serve(SSLContext tls) {
        server.useHttps(tls.getSocketFactory());
        server.requestClientAuth();
    }

    private GridTrust grid() {
        return GridTrust.in(directory, Strictness.WHAT_IS_THERE, Duration.ZERO, Clock.systemUTC());
    }

    private ServerTrust trust() {
        return ServerTrust.of(grid());
    }

    private TestPerson person(String name) {
        return authority.person("/DC=test/CN=" + name, Keys.ec());
    }

    private static OkHttpClient client(TlsIdentity identity) {
        return identity.apply(new OkHttpClient.Builder()).build();
    }

    private String ask(OkHttpClient client) throws IOException {
        try (var answer = client.newCall(new Request.Builder()
                        .url(server.url("/").newBuilder().host("localhost").build())
                        .build())
                .execute()) {
            return answer.body().string();
        }
    }

    private Kind failure(TlsIdentity identity) {
        try {
            throw new AssertionError("accepted: " + ask(client(identity)));
        } catch (IOException e) {
            return Refusals.explain(identity, "localhost", server.getPort(), e)
                    .orElseThrow(() -> new AssertionError(e))
                    .kind();
        }
    }
}
