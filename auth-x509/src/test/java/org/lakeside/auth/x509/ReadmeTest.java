package org.lakeside.auth.x509;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.auth.x509.X509Exception.Kind;
import org.lakeside.auth.x509.credential.Credential;
import org.lakeside.auth.x509.credential.CredentialReader;
import org.lakeside.auth.x509.credential.Passphrase;
import org.lakeside.auth.x509.credential.PemFile;
import org.lakeside.auth.x509.credential.SecretFile;
import org.lakeside.auth.x509.proxy.GridProxy;
import org.lakeside.auth.x509.proxy.KeyReserve;
import org.lakeside.auth.x509.proxy.ProxyCheck;
import org.lakeside.auth.x509.proxy.ProxyFile;
import org.lakeside.auth.x509.proxy.ProxyMaker;
import org.lakeside.auth.x509.proxy.ProxyOptions;
import org.lakeside.auth.x509.proxy.VomsProxies;
import org.lakeside.auth.x509.testing.FakeVoms;
import org.lakeside.auth.x509.testing.Keys;
import org.lakeside.auth.x509.testing.Pem;
import org.lakeside.auth.x509.testing.TestAuthority;
import org.lakeside.auth.x509.testing.TestCertificate;
import org.lakeside.auth.x509.testing.TestPerson;
import org.lakeside.auth.x509.testing.TestVo;
import org.lakeside.auth.x509.testing.TlsServer;
import org.lakeside.auth.x509.tls.Refusals;
import org.lakeside.auth.x509.tls.ServerTrust;
import org.lakeside.auth.x509.tls.TlsIdentity;
import org.lakeside.auth.x509.trust.GridTrust;
import org.lakeside.auth.x509.voms.AttributeCheck;
import org.lakeside.auth.x509.voms.VomsClient;
import org.lakeside.auth.x509.voms.VomsDir;
import org.lakeside.auth.x509.voms.VomsRequest;
import org.lakeside.auth.x509.voms.VomsServer;
import org.lakeside.auth.x509.voms.Vomses;

/// The examples of the README, run; and that they are those of the README.
class ReadmeTest {
    private final TestAuthority authority = TestAuthority.root("/DC=test/CN=Root");
    private final TestPerson person = authority.person("/DC=test/CN=Jane");
    private final TestVo vo = new TestVo("escape", authority);
    private final Clock clock = Clock.systemUTC();
    private final FakeVoms server = new FakeVoms(
            vo.server(),
            FakeVoms.http(
                    200,
                    FakeVoms.granted(vo.attributes(person, "/escape/cms/Role=production", "/escape")
                            .signed())));

    @StartStop
    public final MockWebServer storage = new MockWebServer();

    @TempDir
    Path home;

    private Map<String, String> environment = Map.of();

    @BeforeEach
    void machine() throws IOException {
        Path certificates = Files.createDirectory(home.resolve("certificates"));
        authority.publish(certificates);
        vo.publish(home.resolve("vomsdir"));
        Files.writeString(home.resolve("usercert.pem"), Pem.of(person.chain()), UTF_8);
        SecretFile.write(
                home.resolve("userkey.pem"),
                Pem.encrypted(person.key(), "correct horse").getBytes(UTF_8));
        VomsServer line = server.as("escape");
        Files.createDirectory(home.resolve(".voms"));
        Files.writeString(
                home.resolve(".voms/vomses"),
                "\"escape\" \"%s\" \"%d\" \"%s\" \"escape\"%n".formatted(line.host(), line.port(), line.dn()));
        environment = Map.of(
                "X509_CERT_DIR", certificates.toString(),
                "X509_VOMS_DIR", home.resolve("vomsdir").toString(),
                "X509_USER_PROXY", home.resolve("proxy.pem").toString());
        storage.useHttps(
                TlsServer.accepting(authority.host("here", "localhost")).getSocketFactory());
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void theExamplesDoWhatTheyPromise() throws Exception {
        char[] typed = "correct horse".toCharArray();

        Credential jane;
        try (var passphrase = Passphrase.of(typed)) {
            jane = CredentialReader.read(home.resolve("usercert.pem"), home.resolve("userkey.pem"), passphrase);
        }
        assertThat(jane.subject()).hasToString("/DC=test/CN=Jane");

        GridTrust trust = GridTrust.in(Path.of(environment.get("X509_CERT_DIR")));
        VomsClient voms = new VomsClient(ServerTrust.of(trust), Vomses.standard(environment, home));
        try (var keys = KeyReserve.keeping(1, Duration.ofHours(1), clock)) {
            var proxies = new VomsProxies(voms, new ProxyMaker(clock), keys);
            var production =
                    VomsRequest.parse("escape:/escape/cms/Role=production").orElseThrow();
            GridProxy proxy = proxies.make(jane, List.of(production), ProxyOptions.usual());
            ProxyFile.write(proxy, ProxyFile.standard(environment));
        }

        GridProxy found = ProxyFile.read(ProxyFile.standard(environment));
        String asVomsProxyInfoHasIt = found.describe(clock.instant());
        var memberships = new AttributeCheck(trust, VomsDir.standard(environment), clock);
        List<Finding> wrong = ProxyCheck.of(trust, memberships, clock).of(found);
        assertThat(asVomsProxyInfoHasIt).contains("attribute : /escape/cms/Role=production");
        assertThat(wrong).isEmpty();

        TlsIdentity identity = TlsIdentity.of(ServerTrust.of(trust), found.credential());
        OkHttpClient client = identity.apply(new OkHttpClient.Builder()).build();
        storage.enqueue(new MockResponse.Builder().body("the file").build());
        HttpUrl url = storage.url("/file").newBuilder().host("localhost").build();
        assertThat(read(identity, client, url)).isEqualTo("the file");
        storage.close();
        assertThat(read(identity, client, url)).startsWith("No answer");

        byte[] request = request();
        List<X509Certificate> chain = new ProxyMaker(clock).delegate(found.credential(), request, ProxyOptions.usual());
        byte[] answer = PemFile.of(chain);
        assertThat(chain).hasSize(3);
        assertThat(answer).isNotEmpty();

        server.close();
        assertThat(said(jane, voms)).startsWith("We try again. Nobody answers at localhost:");
    }

    private static String read(TlsIdentity identity, OkHttpClient client, HttpUrl url) {
        try (Response answer =
                client.newCall(new Request.Builder().url(url).build()).execute()) {
            return answer.body().string();
        } catch (IOException e) {
            return Refusals.explain(identity, url.host(), url.port(), e)
                    .map(Finding::sentence)
                    .orElse("No answer: " + e);
        }
    }

    private static String said(Credential jane, VomsClient voms) {
        try {
            voms.ask(jane, VomsRequest.of("escape"));
        } catch (X509Exception e) {
            boolean later = e.kind() == Kind.UNREACHABLE || e.kind() == Kind.TIMEOUT;
            return (later ? "We try again. " : "") + e.getMessage();
        }
        throw new AssertionError("somebody answered");
    }

    private static byte[] request() throws OperatorCreationException, IOException {
        var keys = Keys.rsa(1);
        return new JcaPKCS10CertificationRequestBuilder(TestCertificate.name("/CN=ignored"), keys.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate()))
                .getEncoded();
    }

    @Test
    void theyAreThoseOfTheReadme() throws IOException {
        String here = Files.readString(Path.of("src/test/java/org/lakeside/auth/x509/ReadmeTest.java"));
        var examples = Pattern.compile("(?s)```java\n(.*?)```")
                .matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(example -> example.group(1))
                .toList();

        assertThat(examples)
                .hasSize(7)
                .allSatisfy(example -> assertThat(tight(here)).contains(tight(example)));
    }

    /// Where lines break is the formatter's.
    private static String tight(String code) {
        return code.replaceAll("\\s+", "");
    }
}
