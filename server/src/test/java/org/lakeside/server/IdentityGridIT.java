package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.auth.x509.proxy.ProxyFile;
import org.lakeside.server.api.OverSocket;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Logins with certificates and proxies at a real Rucio behind TLS, with a real VOMS server; what a storage of the grid
/// is shown; and what is said when something is wrong.
@EnabledIfEnvironmentVariable(
        named = "GRID_RUCIO_URL",
        matches = ".+",
        disabledReason = "there is no grid: testbed/gridlake up --rucio, then eval \"$(testbed/gridlake env)\"")
class IdentityGridIT {
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    Path home;

    private Service service;
    private OverSocket api;

    @BeforeEach
    void start() {
        service = Service.start(
                home.resolve("s"),
                Map.of(
                        "HOME",
                        home.toString(),
                        "X509_CERT_DIR",
                        System.getenv("X509_CERT_DIR"),
                        "VOMS_USERCONF",
                        System.getenv("VOMS_USERCONF"),
                        "X509_USER_PROXY",
                        home.resolve("no-proxy").toString(),
                        "LAKESIDE_RUCIO_URL",
                        System.getenv("GRID_RUCIO_URL"),
                        "LAKESIDE_RUCIO_NAME",
                        "lake"));
        api = new OverSocket(home.resolve("s"));
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void aCertificateLogsInAndMakesAProxyWithItsMembership() throws IOException {
        var login = logIn(certificateOf("alice", "userkey.plain.pem"), Map.of("voms", new String[] {"escape.test"}));

        assertThat(login.path("account").asString("")).isEqualTo("alice");
        assertThat(login.path("source").asString("")).isEqualTo("certificate");
        assertThat(login.path("proxy").path("vos").path(0).path("fqans").path(0).asString(""))
                .isEqualTo("/escape.test");
        assertThat(ProxyFile.read(home.resolve("credentials/x509_proxy"))
                        .identity()
                        .slashed())
                .endsWith("CN=Alice Tester");
    }

    @Test
    void anEncryptedKeyAsksForItsPassphraseAndTakesTheRightOneOnly() throws IOException {
        var alice = certificateOf("alice", "userkey.pem");

        assertThat(logIn(alice, Map.of()).path("type").asString("")).isEqualTo("/problems/passphrase-needed");
        assertThat(logIn(alice, Map.of("passphrase", "wrong")).path("reason").asString(""))
                .isEqualTo("wrong-passphrase");
        assertThat(logIn(alice, Map.of("passphrase", "lake-secret"))
                        .path("state")
                        .asString(""))
                .isEqualTo("logged-in");
    }

    @Test
    void aProxyOfSomebodyElsesMakingLogsIn() throws IOException {
        logIn(certificateOf("bob", "userkey.plain.pem"), Map.of("voms", new String[] {"escape.test"}));
        var elsewhere = Files.copy(home.resolve("credentials/x509_proxy"), home.resolve("x509up"));

        var login = logIn(Map.of("kind", "proxy", "file", elsewhere.toString()), Map.of());

        assertThat(login.path("account").asString("")).isEqualTo("bob");
        assertThat(login.path("source").asString("")).isEqualTo("proxy");
    }

    @Test
    void whoHasNoAccountIsToldWhichNameHasNone() throws IOException {
        var refused = logIn(certificateOf("carol", "userkey.plain.pem"), Map.of());

        assertThat(refused.path("type").asString("")).isEqualTo("/problems/wrong-credentials");
        assertThat(refused.path("detail").asString("")).contains("CN=Carol");
    }

    @Test
    void aRevokedCertificateIsSaidToBeRevoked() throws IOException {
        var refused = logIn(certificateOf("revoked", "userkey.plain.pem"), Map.of());

        assertThat(refused.path("type").asString("")).isEqualTo("/problems/credential-unusable");
        assertThat(refused.path("reason").asString("")).isEqualTo("revoked");
    }

    @Test
    void whoIsNoMemberIsToldSoByTheVo() throws IOException {
        var refused = logIn(certificateOf("carol", "userkey.plain.pem"), Map.of("voms", new String[] {"escape.test"}));

        assertThat(refused.path("reason").asString("")).isEqualTo("not-a-member");
    }

    @Test
    void aFileOfTheGridIsDownloadedWithTheProxy() throws IOException {
        logIn(certificateOf("alice", "userkey.plain.pem"), Map.of("voms", new String[] {"escape.test"}));
        var did = System.getenv().getOrDefault("GRID_DATASET", "grid:davs");

        var asked = post("/downloads", Map.of("instance", "lake", "did", did));

        await().atMost(Duration.ofMinutes(1))
                .until(() -> state(asked.path("id").asString("")), state -> !"queued listing running".contains(state));
        assertThat(state(asked.path("id").asString(""))).isEqualTo("done");
    }

    @Test
    void loggingOutTakesTheProxyAway() throws IOException {
        logIn(certificateOf("alice", "userkey.plain.pem"), Map.of());

        api.delete("/instances/lake/login");

        assertThat(home.resolve("credentials")).isEmptyDirectory();
    }

    private String state(String download) throws IOException {
        return JSON.readTree(api.get("/downloads/" + download).text())
                .path("state")
                .asString("");
    }

    private static Map<String, Object> certificateOf(String user, String key) {
        var files = Path.of(System.getenv("GRID_USERS"), user);
        return Map.of(
                "kind", "x509",
                "file", files.resolve("usercert.pem").toString(),
                "key", files.resolve(key).toString());
    }

    private JsonNode logIn(Map<String, Object> with, Map<String, Object> and) throws IOException {
        Map<String, Object> body = new LinkedHashMap<>(with);
        body.putAll(and);
        return post("/instances/lake/login", body);
    }

    private JsonNode post(String path, Map<String, Object> body) throws IOException {
        return JSON.readTree(api.post(path, JSON.writeValueAsString(body)).text());
    }
}
