package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lakeside.server.api.OverSocket;
import tools.jackson.databind.json.JsonMapper;

/// Rucio, identity provider and hub in one, which repeats every secret it is shown wherever a failure can come from;
/// and
/// no answer, no log line, no process and no file that others can read repeats it again.
class SecretsOfLoginsTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String PASSPHRASE = "marker-passphrase-of-the-key";
    private static final String REFRESH_TOKEN = "marker-refresh-token-0123456789";
    private static final String CLIENT_SECRET = "marker-client-secret-0123456789";
    private static final String HUB_TOKEN = "marker-token-of-the-hub-012345";
    private static final String CODE = "markerCodeOfTheBrowser0123456789markerCodeOfTheBr";
    private static final String SIGNATURE = "markerSignatureOfTheToken0123456789";
    private static final String TOKEN = token();

    private static final HeldCertificate SERVER =
            new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
    private static final HeldCertificate PERSON =
            new HeldCertificate.Builder().rsa2048().commonName("Jane Doe").build();

    @TempDir
    Path home;

    private final MockWebServer everybody = new MockWebServer();
    private final List<String> said = Collections.synchronizedList(new ArrayList<>());
    private final Handler ear = new Ear();
    private Service service;
    private OverSocket api;
    private volatile Indiscretion indiscretion = Indiscretion.MESSAGE;

    /// How a server may repeat what it was shown.
    enum Indiscretion {
        MESSAGE,
        HTML,
        GARBAGE,
        REDIRECT,
        TOKENS_THAT_RUCIO_REFUSES
    }

    @BeforeEach
    void start() throws IOException {
        Logger.getLogger("").addHandler(ear);
        Logger.getLogger("org.lakeside").setLevel(Level.ALL);
        everybody.useHttps(new HandshakeCertificates.Builder()
                .heldCertificate(SERVER)
                .build()
                .sslSocketFactory());
        everybody.setDispatcher(new Gossip());
        everybody.start();
        service = Service.start(
                home.resolve("s"),
                Map.of(
                        "HOME", home.toString(),
                        "PATH", System.getenv("PATH"),
                        "X509_USER_PROXY", home.resolve("none").toString(),
                        "X509_CERT_DIR", home.resolve("none").toString(),
                        "JUPYTERHUB_API_URL", address("/hub/api"),
                        "JUPYTERHUB_API_TOKEN", HUB_TOKEN,
                        "JUPYTERHUB_USER", "jane",
                        "LAKESIDE_CA_FILES",
                                Files.writeString(home.resolve("ca.pem"), SERVER.certificatePem())
                                        .toString(),
                        "LAKESIDE_RUCIO_URL", address(""),
                        "LAKESIDE_RUCIO_NAME", "lake"));
        api = new OverSocket(home.resolve("s"));
    }

    @AfterEach
    void stop() {
        service.close();
        everybody.close();
        Logger.getLogger("").removeHandler(ear);
        Logger.getLogger("org.lakeside").setLevel(null);
    }

    @ParameterizedTest
    @EnumSource
    void noAnswerAndNoLogLineHoldsASecretOfAnyLogin(Indiscretion how) throws Exception {
        indiscretion = how;

        for (var body : logins()) {
            post("/instances/lake/login", body);
            post("/instances/lake/login/memberships", body);
        }
        post("/instances/lake/login/renew", Map.of());
        said.add(api.get("/instances/lake/login/options").text());
        said.add(api.get("/instances/lake/checks").text());
        said.add(api.get("/instances").text());
        said.add(api.post("/instances/lake/login", "{\"passphrase\": \"" + PASSPHRASE + "\" nonsense")
                .text());

        assertThat(said).hasSizeGreaterThan(10);
        for (var secret : secrets()) assertThat(said).noneMatch(line -> line.contains(secret));
        assertThatFilesAreClosed();
    }

    @Test
    void noProcessIsToldASecretAndNoneShowsOneToOthers() throws Exception {
        for (var body : logins()) post("/instances/lake/login", body);

        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var process : processes) {
                var words = commandLine(process);
                for (var secret : secrets()) assertThat(words).doesNotContain(secret);
            }
        }
    }

    private List<Map<String, Object>> logins() throws Exception {
        var provider = Map.<String, Object>of(
                "kind",
                "oidc",
                "refresh_token",
                REFRESH_TOKEN,
                "issuer",
                address(""),
                "client_id",
                "lakeside",
                "client_secret",
                CLIENT_SECRET);
        return List.of(
                Map.of("kind", "x509", "vo", "escape", "pkcs12", pkcs12(), "passphrase", PASSPHRASE),
                Map.of("kind", "x509", "vo", "escape", "pkcs12", pkcs12(), "passphrase", PASSPHRASE + "wrong"),
                Map.of(
                        "kind", "x509",
                        "vo", "escape",
                        "pem", PERSON.certificatePem(),
                        "key_pem", PERSON.privateKeyPkcs8Pem(),
                        "voms", List.of("escape")),
                Map.of(
                        "kind",
                        "x509",
                        "vo",
                        "escape",
                        "pem",
                        PERSON.certificatePem(),
                        "key_pem",
                        PERSON.privateKeyPkcs8Pem()),
                Map.of("kind", "proxy", "vo", "escape", "pem", PERSON.certificatePem() + PERSON.privateKeyPkcs8Pem()),
                Map.of("kind", "oidc", "token", TOKEN),
                Map.of("kind", "oidc", "token", "no-jwt-" + SIGNATURE),
                Map.of("kind", "oidc", "code", CODE),
                Map.of("kind", "oidc"),
                provider);
    }

    private static List<String> secrets() {
        return List.of(PASSPHRASE, REFRESH_TOKEN, CLIENT_SECRET, HUB_TOKEN, CODE, SIGNATURE, middleOfTheKey());
    }

    /// Some of it is enough.
    private static String middleOfTheKey() {
        return PERSON.privateKeyPkcs8Pem().lines().skip(5).findFirst().orElseThrow();
    }

    private void assertThatFilesAreClosed() throws IOException {
        try (var files = Files.walk(home)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var content = Files.readString(file, StandardCharsets.ISO_8859_1);
                if (secrets().stream().anyMatch(content::contains))
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .as("%s", file)
                            .isEqualTo("rw-------");
                for (var secret : List.of(PASSPHRASE, REFRESH_TOKEN, CLIENT_SECRET, HUB_TOKEN, CODE))
                    assertThat(content).as("%s", file).doesNotContain(secret);
            }
        }
    }

    private static String commandLine(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // it has ended
        }
    }

    private void post(String path, Map<String, Object> body) throws IOException {
        said.add(api.post(path, JSON.writeValueAsString(body)).text());
    }

    private String address(String path) {
        return "https://localhost:" + everybody.getPort() + path;
    }

    private static String pkcs12() throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "jane", PERSON.keyPair().getPrivate(), PASSPHRASE.toCharArray(), new Certificate[] {PERSON.certificate()
                });
        var content = new ByteArrayOutputStream();
        store.store(content, PASSPHRASE.toCharArray());
        return Base64.getEncoder().encodeToString(content.toByteArray());
    }

    private static String token() {
        var now = Instant.now();
        var claims = "{\"iss\": \"https://idp.test\", \"sub\": \"jane\", \"iat\": %d, \"exp\": %d}"
                .formatted(now.getEpochSecond(), now.plusSeconds(3600).getEpochSecond());
        var encoder = Base64.getUrlEncoder().withoutPadding();
        return encoder.encodeToString("{\"alg\": \"RS256\"}".getBytes(StandardCharsets.UTF_8))
                + "."
                + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                + "."
                + SIGNATURE;
    }

    private final class Gossip extends Dispatcher {
        @Override
        public MockResponse dispatch(RecordedRequest request) {
            var shown = "%s %s %s %s"
                    .formatted(
                            request.getTarget(),
                            request.getHeaders().toString().replaceAll("[\r\n\"]", " "),
                            request.getBody() == null ? "" : request.getBody().utf8(),
                            String.join(" ", secrets()));
            if (request.getTarget().contains("/.well-known/"))
                return answer(200, "{\"token_endpoint\": \"" + address("/token") + "\"}");
            return switch (indiscretion) {
                case MESSAGE -> refusal(401, "CannotAuthenticate", shown);
                case HTML -> answer(500, "<html><title>%1$s</title>%1$s</html>".formatted(shown));
                case GARBAGE -> answer(200, shown);
                case REDIRECT ->
                    new MockResponse.Builder()
                            .code(302)
                            .addHeader("Location", address("/login?next=" + SIGNATURE + "&code=" + CODE))
                            .build();
                case TOKENS_THAT_RUCIO_REFUSES ->
                    request.getTarget().startsWith("/token")
                            ? answer(
                                    200,
                                    "{\"access_token\": \"%s\", \"refresh_token\": \"%s\"}"
                                            .formatted(TOKEN, REFRESH_TOKEN))
                            : request.getTarget().startsWith("/hub")
                                    ? answer(200, "{\"auth_state\": {\"access_token\": \"%s\"}}".formatted(TOKEN))
                                    : refusal(401, "CannotAuthenticate", shown);
            };
        }

        private static MockResponse answer(int status, String body) {
            return new MockResponse.Builder().code(status).body(body).build();
        }

        private static MockResponse refusal(int status, String exceptionClass, String message) {
            return new MockResponse.Builder()
                    .code(status)
                    .addHeader("ExceptionClass", exceptionClass)
                    .body("{\"ExceptionClass\": \"%s\", \"ExceptionMessage\": \"%s\", \"error\": \"%s\"}"
                            .formatted(exceptionClass, message, message))
                    .build();
        }
    }

    /// Hears what would be written to the log.
    private final class Ear extends Handler {
        private final LogSetup.OneLine lines = new LogSetup.OneLine();

        @Override
        public void publish(LogRecord event) {
            said.add(lines.format(event));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
