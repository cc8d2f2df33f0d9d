package org.lakeside.auth.x509.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lakeside.auth.x509.X509Exception.Kind.ANOTHER_HOLDER;
import static org.lakeside.auth.x509.X509Exception.Kind.CREDENTIAL_REFUSED;
import static org.lakeside.auth.x509.X509Exception.Kind.EXPIRED;
import static org.lakeside.auth.x509.X509Exception.Kind.SERVER_NOT_TRUSTED;
import static org.lakeside.auth.x509.X509Exception.Kind.UNKNOWN_AUTHORITY;
import static org.lakeside.auth.x509.X509Exception.Kind.WRONG_HOST;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lakeside.auth.x509.Finding;
import org.lakeside.auth.x509.X509Exception.Kind;
import org.lakeside.auth.x509.credential.Credential;
import org.lakeside.auth.x509.proxy.GridProxy;
import org.lakeside.auth.x509.proxy.ProxyFile;
import org.lakeside.auth.x509.proxy.ProxyOptions;
import org.lakeside.auth.x509.testing.DeepProxy;
import org.lakeside.auth.x509.testing.Grid;
import org.lakeside.auth.x509.testing.Keys;
import org.lakeside.auth.x509.voms.VomsRequest;

/// OkHttp with our TLS on XRootD's https: who is let in, and what a refusal is called.
@Timeout(120)
class StorageTlsGridIT {
    private static final String FILE = "/lake/data/1K.bin";

    private final Grid grid = new Grid();

    @TempDir
    Path dir;

    @Test
    void aMemberReadsARangeWithTheirProxy() throws IOException {
        byte[] whole = Files.readAllBytes(
                Path.of(Grid.lake("storage", "path", "a", FILE).strip()));
        var client = Grid.client(grid.as(member("bob").credential()));
        var request =
                new Request.Builder().url(Grid.variable("GRID_A_HTTPS") + FILE).header("Range", "bytes=100-199");

        try (Response answer = client.newCall(request.build()).execute()) {
            assertThat(answer.code()).isEqualTo(206);
            assertThat(answer.body().bytes()).isEqualTo(Arrays.copyOfRange(whole, 100, 200));
        }
    }

    @Test
    void whoShowsNothingOrBelongsElsewhereIsToldSoInHttp() throws IOException {
        var outsider = grid.as(Grid.person("carol"));
        var nobody = TlsIdentity.nobody(grid.serverTrust());

        assertThat(status(Grid.client(outsider), "/public/readme.txt"))
                .isEqualTo(200); // certificate and key are enough
        assertThat(status(Grid.client(outsider), FILE)).isEqualTo(403);
        assertThat(status(Grid.client(nobody), FILE)).isEqualTo(403);
        assertThat(status(Grid.client(grid.as(member("bob").credential())), "/cms/secret.txt"))
                .isEqualTo(403);
    }

    /// What is visible here is said before anybody is asked; the storage says the same, however its refusal arrives.
    @Test
    void aRefusedCertificateHasItsReasonEachTime() {
        Path ended = dir.resolve("ended.pem");
        Grid.lake("ca", "proxy", "bob", "-1", ended);

        refusedEachTime(ProxyFile.read(ended).credential(), EXPIRED);
        refusedEachTime(Grid.person("expired"), EXPIRED);
        refusedEachTime(Grid.person("rogue"), UNKNOWN_AUTHORITY);
        refusedEachTime(DeepProxy.of(Grid.person("bob"), grid.maker()), CREDENTIAL_REFUSED);
    }

    private void refusedEachTime(Credential credential, Kind kind) {
        var identity = grid.as(credential);
        HttpUrl url = HttpUrl.get(Grid.variable("GRID_A_HTTPS") + FILE);
        for (int i = 0; i < 5; i++) {
            IOException failure = failure(Grid.client(identity), url.toString());
            assertThat(Refusals.explain(identity, url.host(), url.port(), failure))
                    .as("%s: %s", credential, failure)
                    .map(Finding::kind)
                    .contains(kind);
        }
    }

    @Test
    void aMembershipOfSomebodyElseIsFoundHereAndWorthNothingThere() throws IOException {
        GridProxy alices = member("alice");
        GridProxy bobs = grid.maker().make(Grid.person("carol"), Keys.rsa(), ProxyOptions.usual(), alices.attributes());

        assertThat(grid.check().of(bobs)).extracting(Finding::kind).containsExactly(ANOTHER_HOLDER);
        assertThat(status(Grid.client(grid.as(bobs.credential())), FILE)).isEqualTo(403);
        assertThat(status(Grid.client(grid.as(alices.credential())), FILE)).isEqualTo(200);
    }

    @Test
    void twoPeopleOnOnePoolOfConnectionsAreNeverTakenForEachOther() throws Exception {
        var base = new OkHttpClient();
        var bob = grid.as(member("bob").credential()).apply(base.newBuilder()).build();
        var alice =
                grid.as(member("alice").credential()).apply(base.newBuilder()).build();

        try (var threads = Executors.newFixedThreadPool(6)) {
            List<Future<List<Integer>>> answers = new ArrayList<>();
            for (int i = 0; i < 60; i++)
                answers.add(threads.submit(() -> List.of(
                        status(alice, "/cms/secret.txt"),
                        status(bob, "/cms/secret.txt"),
                        status(bob, "/users/bob/hello.txt"),
                        status(alice, "/users/bob/hello.txt"))));

            for (Future<List<Integer>> each : answers) assertThat(each.get()).containsExactly(200, 403, 200, 403);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "wrong-name.test, WRONG_HOST,         has a certificate of another name",
        "expired-host,    SERVER_NOT_TRUSTED, has ended at",
        "rogue,           SERVER_NOT_TRUSTED, /DC=test/DC=rogue/CN=Rogue CA"
    })
    void aServerWithABadCertificateIsNotSpokenTo(String certificate, Kind kind, String reason) throws IOException {
        Grid.tool("storage", "restart", "b").with("GRID_HOSTCERT", certificate).mustRun();
        try {
            var identity = TlsIdentity.nobody(grid.serverTrust());
            IOException failure = failure(Grid.client(identity), Grid.variable("GRID_B_HTTPS") + FILE);

            assertThat(kind).isIn(WRONG_HOST, SERVER_NOT_TRUSTED);
            assertThat(Refusals.said("storage b", failure).orElseThrow())
                    .returns(kind, Finding::kind)
                    .extracting(Finding::sentence)
                    .asString()
                    .contains("storage b", reason);
        } finally {
            Grid.lake("storage", "restart", "b");
        }
        assertThat(Grid.client(TlsIdentity.nobody(grid.serverTrust()))
                        .newCall(new Request.Builder()
                                .url(Grid.variable("GRID_B_HTTPS") + FILE)
                                .build())
                        .execute()
                        .code())
                .isEqualTo(403);
    }

    private GridProxy member(String person) {
        return grid.proxies().make(Grid.person(person), List.of(VomsRequest.of("escape.test")), ProxyOptions.usual());
    }

    private static int status(OkHttpClient client, String path) throws IOException {
        var request =
                new Request.Builder().url(Grid.variable("GRID_A_HTTPS") + path).build();
        try (Response answer = client.newCall(request).execute()) {
            return answer.code();
        }
    }

    private static IOException failure(OkHttpClient client, String url) {
        try (Response answer =
                client.newCall(new Request.Builder().url(url).build()).execute()) {
            throw new AssertionError("it answered " + answer.code());
        } catch (IOException e) {
            return e;
        }
    }
}
