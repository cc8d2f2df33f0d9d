package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
import java.util.Optional;
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
/// and no answer, no log line, no process and no file that others can read repeats it again.
class SecretsOfLoginsTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String PASSPHRASE = "marker-passphrase-of-the-key";
    private static final String REFRESH_TOKEN = "marker-refresh-token-0123456789";
    private static final String CLIENT_SECRET = "marker-client-secret-0123456789";
    private static final String HUB_TOKEN = "marker-token-of-the-hub-012345";
    private static final String CODE = "markerCodeOfTheBrowser0123456789markerCodeOfTheBr";
    private static final String SIGNATURE = "markerSignatureOfTheToken0123456789";
    private static final String RUCIO_TOKEN = "marker-token-of-rucio-0123456789";
    private static final String TOKEN = token();

    private static final HeldCertificate SERVER =
            new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
    private static final HeldCertificate PERSON =
            new HeldCertificate.Builder().rsa2048().commonName("Jane Doe").build();

    @TempDir
    Path home;

    private final MockWebServer everybody = new MockWebServer();
    private final List<String> said = Collections.synchronizedList(new ArrayList<>());
    private final LogEar ear = new LogEar(said);
    private Onlooker onlooker;
    private Service service;
    private OverSocket api;
    private volatile Indiscretion indiscretion = Indiscretion.MESSAGE;

    /// How a server may repeat what it was shown.
    enum Indiscretion {
        MESSAGE,
        HTML,
        GARBAGE,
        REDIRECT,
        TOKENS_THAT_RUCIO_REFUSES,
        /// Only where nobody logs in: logins work.
        ELSEWHERE
    }

    @BeforeEach
    void start() throws IOException {
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
        onlooker = new Onlooker(home, secrets());
    }

    @AfterEach
    void stop() {
        onlooker.close();
        service.close();
        everybody.close();
        ear.close();
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

    /// What is going on is looked at whenever a server is asked something, and all the time in between.
    @ParameterizedTest
    @EnumSource
    void noProcessAndNoFileShowsASecretToOthersWhileALoginRuns(Indiscretion how) throws Exception {
        indiscretion = how;

        for (var body : logins()) post("/instances/lake/login", body);
        onlooker.look();

        assertThat(onlooker.seen()).isEmpty();
    }

    @Test
    void whatALoginThatWorkedHasWrittenIsForItsOwnerAlone() throws Exception {
        indiscretion = Indiscretion.ELSEWHERE;

        for (var body : List.of(logins().getLast(), logins().get(3))) {
            said.clear();
            post("/instances/lake/login", body);
            assertThat(said).anyMatch(line -> line.contains("\"logged-in\""));
            assertThat(home.resolve("credentials")).isNotEmptyDirectory();
            assertThatFilesAreClosed();
        }
        assertThat(home.resolve("credentials").resolve("x509_proxy")).content().contains("PRIVATE KEY");
    }

    /// Servers that answer as they should repeat nothing: what is said then is our own.
    @Test
    void nothingOfOursSaysASecretEvenBeforeAnythingIsMasked() throws Exception {
        indiscretion = Indiscretion.ELSEWHERE;
        List<String> unmasked = Collections.synchronizedList(new ArrayList<>());
        var listening = LogEar.unmasked(unmasked);
        var secrets = new ArrayList<>(secrets());

        try {
            for (var body : logins()) {
                post("/instances/lake/login", body);
                post("/instances/lake/login/renew", Map.of());
                var proxy = home.resolve("credentials").resolve("x509_proxy");
                if (Files.exists(proxy)) secrets.add(middleOfTheKey(Files.readString(proxy)));
            }
            api.delete("/instances/lake/login");
        } finally {
            listening.close();
        }

        assertThat(unmasked).anyMatch(line -> line.contains("logged in as"));
        assertThat(secrets).hasSizeGreaterThan(secrets().size());
        for (var secret : secrets) {
            assertThat(unmasked).noneMatch(line -> line.contains(secret));
            assertThat(said).noneMatch(line -> line.contains(secret));
        }
    }

    @Test
    void whatOpenedNothingIsAWordLikeAnyOtherAfterTheAnswer() throws Exception {
        var typed = "w0rd-that-opens-nothing";

        post("/instances/lake/login", Map.of("kind", "x509", "pkcs12", pkcs12(), "passphrase", typed));
        post("/instances/lake/login", Map.of("kind", "userpass", "username", "jane", "password", typed));

        assertThat(said).noneMatch(line -> line.contains(typed));
        assertThat(api.get("/instances/" + typed + "/login/options").text()).contains(typed);
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
        return List.of(
                PASSPHRASE, REFRESH_TOKEN, CLIENT_SECRET, HUB_TOKEN, CODE, SIGNATURE, RUCIO_TOKEN, middleOfTheKey());
    }

    /// Some of it is enough.
    private static String middleOfTheKey() {
        return PERSON.privateKeyPkcs8Pem().lines().skip(5).findFirst().orElseThrow();
    }

    private static String middleOfTheKey(String pem) {
        return pem.substring(pem.indexOf("PRIVATE KEY"))
                .lines()
                .skip(5)
                .findFirst()
                .orElseThrow();
    }

    private void assertThatFilesAreClosed() throws IOException {
        try (var files = Files.walk(home)) {
            for (var file : files.filter(Files::isRegularFile).toList()) assertThatIsClosed(file);
        }
    }

    private static void assertThatIsClosed(Path file) throws IOException {
        try {
            var content = Files.readString(file, StandardCharsets.ISO_8859_1);
            if (content.contains("PRIVATE KEY") || secrets().stream().anyMatch(content::contains))
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as("%s", file)
                        .isEqualTo("rw-------");
            for (var secret : List.of(PASSPHRASE, REFRESH_TOKEN, CLIENT_SECRET, HUB_TOKEN, CODE))
                assertThat(content).as("%s", file).doesNotContain(secret);
        } catch (NoSuchFileException e) {
            // a journal of the store, which has gone meanwhile
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
            if (onlooker != null) onlooker.look();
            var shown = "%s %s %s %s"
                    .formatted(
                            request.getTarget(),
                            request.getHeaders().toString().replaceAll("[\r\n\"]", " "),
                            request.getBody() == null ? "" : request.getBody().utf8(),
                            String.join(" ", secrets()));
            if (request.getTarget().contains("/.well-known/"))
                return answer(
                        200,
                        "{\"issuer\": \"%s\", \"token_endpoint\": \"%s\"}".formatted(address(""), address("/token")));
            return switch (indiscretion) {
                case MESSAGE ->
                    request.getTarget().startsWith("/token")
                            ? answer(400, "{\"error\": \"%1$s\", \"error_description\": \"%1$s\"}".formatted(shown))
                            : RucioSays.no(401, "CannotAuthenticate", shown);
                case HTML -> answer(500, "<html><title>%1$s</title>%1$s</html>".formatted(shown));
                case GARBAGE -> answer(200, shown);
                case REDIRECT ->
                    new MockResponse.Builder()
                            .code(302)
                            .addHeader("Location", address("/login?next=" + SIGNATURE + "&code=" + CODE))
                            .build();
                case TOKENS_THAT_RUCIO_REFUSES ->
                    givesTokens(request).orElseGet(() -> RucioSays.no(401, "CannotAuthenticate", shown));
                case ELSEWHERE ->
                    givesTokens(request)
                            .or(() -> letsIn(request))
                            .orElseGet(() -> RucioSays.no(401, "CannotAuthenticate", shown));
            };
        }

        private static Optional<MockResponse> givesTokens(RecordedRequest request) {
            if (request.getTarget().startsWith("/token"))
                return Optional.of(answer(
                        200, "{\"access_token\": \"%s\", \"refresh_token\": \"%s\"}".formatted(TOKEN, REFRESH_TOKEN)));
            return request.getTarget().startsWith("/hub")
                    ? Optional.of(answer(200, "{\"auth_state\": {\"access_token\": \"%s\"}}".formatted(TOKEN)))
                    : Optional.empty();
        }

        private static Optional<MockResponse> letsIn(RecordedRequest request) {
            if (request.getTarget().startsWith("/auth/")) return Optional.of(RucioSays.welcome("alice", RUCIO_TOKEN));
            return request.getTarget().equals("/accounts/whoami")
                    ? Optional.of(new MockResponse.Builder()
                            .code(303)
                            .addHeader("Location", "/accounts/alice")
                            .build())
                    : Optional.empty();
        }

        private static MockResponse answer(int status, String body) {
            return new MockResponse.Builder().code(status).body(body).build();
        }
    }
}
