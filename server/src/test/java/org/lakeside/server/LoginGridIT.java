package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lakeside.auth.x509.proxy.ProxyFile;
import org.lakeside.rucio.client.BearerToken;
import tools.jackson.databind.JsonNode;

/// Every way to log in, at a real Rucio behind TLS, with a real VOMS server and a real identity provider.
class LoginGridIT extends ServiceOnGrid {
    @Test
    void aCertificateLogsInAndMakesAProxyWithItsMembership() throws IOException {
        var login = logInAsMember("alice");

        assertThat(text(login, "account")).isEqualTo("alice");
        assertThat(text(login, "source")).isEqualTo("certificate");
        assertThat(text(login, "until")).isGreaterThan("2026");
        assertThat(login.path("renews").asBoolean()).isTrue();
        assertThat(login.path("proxy").path("vos").path(0).path("fqans").path(0).asString(""))
                .isEqualTo("/escape.test");
        assertThat(ProxyFile.read(home.resolve("credentials/x509_proxy"))
                        .identity()
                        .slashed())
                .endsWith("CN=Alice Tester");
    }

    @Test
    void anEncryptedKeyAsksForItsPassphraseAndTakesTheRightOneOnly() throws IOException {
        var alice = certificate("alice", "userkey.pem");

        assertThat(text(logIn(alice), "type")).isEqualTo("/problems/passphrase-needed");
        assertThat(reason(logIn(with(alice, "passphrase", "not-the-passphrase"))))
                .isEqualTo("wrong-passphrase");
        assertThat(text(logIn(with(alice, "passphrase", "lake-secret")), "state"))
                .isEqualTo("logged-in");
    }

    @Test
    void aPassphraseIsAskedOnceForAsLongAsTheLoginLasts() throws IOException {
        var alice = certificate("alice", "userkey.pem");
        logIn(with(alice, "passphrase", "lake-secret"));
        var first = ProxyFile.read(home.resolve("credentials/x509_proxy"));

        var renewed = post("/instances/lake/login/renew", Map.of());

        assertThat(text(renewed, "state")).isEqualTo("logged-in");
        assertThat(ProxyFile.read(home.resolve("credentials/x509_proxy")).subject())
                .isNotEqualTo(first.subject());
        api.delete("/instances/lake/login");
        assertThat(text(post("/instances/lake/login/renew", Map.of()), "type")).isEqualTo("/problems/not-logged-in");
        assertThat(text(logIn(alice), "type")).isEqualTo("/problems/passphrase-needed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"usercred.p12", "usercred-legacy.p12"})
    void pkcs12LogsInAsAFileAndAsWhatSomebodySends(String name) throws IOException {
        var file = of("alice", name);
        var asFile = Map.<String, Object>of("kind", "x509", "file", file.toString());
        var sent = Map.<String, Object>of(
                "kind", "x509", "name", name, "pkcs12", Base64.getEncoder().encodeToString(Files.readAllBytes(file)));

        assertThat(text(logIn(with(asFile, "passphrase", "lake-secret")), "account"))
                .isEqualTo("alice");
        assertThat(text(logIn(sent), "type")).isEqualTo("/problems/passphrase-needed");
        assertThat(text(logIn(with(sent, "passphrase", "lake-secret")), "account"))
                .isEqualTo("alice");
    }

    @Test
    void whatSomebodySendsAsPemLogsInWithLineEndingsOfAnySystem() throws IOException {
        var sent = Map.<String, Object>of(
                "kind", "x509",
                "pem", Files.readString(of("bob", "usercert.pem")).replace("\n", "\r\n"),
                "key_pem", Files.readString(of("bob", "userkey.plain.pem")).replace("\n", "\r\n"));

        assertThat(text(logIn(sent), "account")).isEqualTo("bob");
    }

    @Test
    void aProxyOfSomebodyElsesMakingLogsIn() throws IOException, InterruptedException {
        tool("voms", "proxy", "bob", "--voms", "escape.test");
        var file = Path.of(grid("GRID_PROXIES"), "bob.pem");

        var login = logIn(Map.of("kind", "proxy", "file", file.toString()));

        assertThat(text(login, "account")).isEqualTo("bob");
        assertThat(text(login, "source")).isEqualTo("proxy");
        assertThat(login.path("renews").asBoolean()).isFalse();
        assertThat(text(login.path("proxy").path("vos").path(0), "vo")).isEqualTo("escape.test");
        assertThat(text(logIn(Map.of("kind", "proxy", "pem", Files.readString(file))), "account"))
                .isEqualTo("bob");
    }

    @Test
    void aProxyThatIsMadeInATerminalLogsInWithoutAClick() throws IOException, InterruptedException {
        tool("voms", "proxy", "bob", "--voms", "escape.test");
        var told = home.resolve("credentials/x509_proxy");
        Files.copy(Path.of(grid("GRID_PROXIES"), "bob.pem"), told);
        Files.setPosixFilePermissions(told, PosixFilePermissions.fromString("rw-------"));

        await().until(() -> text(login(), "account"), "bob"::equals);

        assertThat(told).exists();
    }

    @Test
    void aCertificateOfSeveralAccountsHasToChooseAndMayChooseEither() throws IOException {
        var refused = logIn(certificate("dora"));

        assertThat(text(refused, "type")).isEqualTo("/problems/choose-account");
        assertThat(texts(refused.path("accounts"))).containsExactlyInAnyOrder("alice", "bob");
        for (var account : List.of("alice", "bob"))
            assertThat(text(logIn(with(certificate("dora"), "account", account)), "account"))
                    .isEqualTo(account);
    }

    @Test
    void aPasswordOfSeveralAccountsHasToChoose() throws IOException {
        var both = Map.<String, Object>of("kind", "userpass", "username", "both", "password", "secret");

        assertThat(texts(logIn(both).path("accounts"))).containsExactlyInAnyOrder("alice", "bob");
        assertThat(text(logIn(with(both, "account", "bob")), "account")).isEqualTo("bob");
    }

    @Test
    void aTokenThatIsSentLogsInAndOneForSomebodyElseDoesNot() throws IOException, InterruptedException {
        var login = logIn(token(tool("idp", "token", "alice")));
        assertThat(text(login, "account")).isEqualTo("alice");
        assertThat(text(login, "source")).isEqualTo("token");

        var other = logIn(token(tool("idp", "token", "alice", "other")));
        assertThat(text(other, "type")).isEqualTo("/problems/wrong-credentials");
        assertThat(reason(other)).isEqualTo("wrong-audience");
        assertThat(reason(logIn(token(tool("idp", "token", "alice", "rucio", "-5")))))
                .isEqualTo("expired");
        assertThat(text(login(), "account")).isEqualTo("alice");
    }

    @Test
    void aTokenOfSeveralAccountsNamesTheOneAskedForWhereRucioTakesItForAnother() throws Exception {
        var refused = logIn(with(token(tool("idp", "token", "both")), "account", "bob"));

        assertThat(text(refused, "type")).isEqualTo("/problems/choose-account");
        assertThat(text(refused, "detail")).contains("takes this login for account alice, not for bob");
        var begun = logIn(Map.of("kind", "oidc", "browser", "code", "account", "bob"));
        var code = Provider.code(text(begun, "page"), "both");
        assertThat(text(logIn(Map.of("kind", "oidc", "code", code, "account", "bob")), "account"))
                .isEqualTo("bob");
    }

    @Test
    void aTokenInItsFileLogsInWithoutAClickUnlessOthersCanReadIt() throws IOException, InterruptedException {
        var file = home.resolve("bt");
        Files.writeString(file, tool("idp", "token", "alice"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(reason(logIn(Map.of("kind", "oidc", "file", file.toString()))))
                .isEqualTo("exposed");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        restart(Map.of("BEARER_TOKEN_FILE", file.toString()));

        await().until(() -> text(login(), "account"), "alice"::equals);
        assertThat(home.resolve("credentials/bearer_token")).hasSameTextualContentAs(file);
    }

    @Test
    void aTokenInTheEnvironmentLogsInWithoutAClick() throws IOException, InterruptedException {
        restart(Map.of("BEARER_TOKEN", tool("idp", "token", "bob")));

        await().until(() -> text(login(), "account"), "bob"::equals);
    }

    @Test
    void aRefreshTokenLogsInAndGivesStoragesATokenOfTheirOwn() throws IOException, InterruptedException {
        var login = logIn(refreshing("alice"));

        assertThat(text(login, "account")).isEqualTo("alice");
        assertThat(login.path("renews").asBoolean()).isTrue();
        assertThat(BearerToken.parse(Files.readString(home.resolve("credentials/bearer_token"))))
                .hasValueSatisfying(token -> assertThat(token.scopes()).contains("storage.read:/"));
        assertThat(text(post("/instances/lake/login/renew", Map.of()), "state")).isEqualTo("logged-in");
    }

    @Test
    void aLoginInTheBrowserIsWaitedFor() throws Exception {
        var begun = logIn(Map.of("kind", "oidc", "browser", "wait", "account", "alice"));

        assertThat(text(login().path("browser"), "page")).isEqualTo(text(begun, "page"));
        Provider.logIn(text(begun, "page"), "alice");

        await().until(() -> text(login(), "source"), "browser"::equals);
        assertThat(login().path("browser").isNull()).isTrue();
        assertThat(text(login(), "account")).isEqualTo("alice");
    }

    @Test
    void aLoginInTheBrowserEndsWithACode() throws Exception {
        var begun = logIn(Map.of("kind", "oidc", "browser", "code", "account", "alice"));
        var code = Provider.code(text(begun, "page"), "alice");

        assertThat(text(logIn(Map.of("kind", "oidc", "code", code, "account", "alice")), "account"))
                .isEqualTo("alice");
        assertThat(text(post("/instances/lake/login/renew", Map.of()), "state")).isEqualTo("logged-in");
    }

    @Test
    void aVoSaysWhatThereIsToChooseFromAndTheChoiceCounts() throws IOException {
        var asked = with(certificate("alice"), "vo", "escape.test");

        var found = post("/instances/lake/login/memberships", asked);
        assertThat(texts(found.path("memberships")))
                .contains(
                        "/escape.test",
                        "/escape.test/cms",
                        "/escape.test/cms/Role=production",
                        "/escape.test/Role=pilot");
        assertThat(text(login(), "state")).isEqualTo("logged-out");

        var login = logIn(with(
                certificate("alice"), "voms", List.of("escape.test:/escape.test/cms/Role=production", "other.test")));
        assertThat(texts(login.path("proxy").path("vos").path(0).path("fqans")).getFirst())
                .isEqualTo("/escape.test/cms/Role=production");
        assertThat(text(login.path("proxy").path("vos").path(1), "vo")).isEqualTo("other.test");
        assertThat(texts(post("/instances/lake/login/memberships", Map.of("kind", "current", "vo", "other.test"))
                        .path("memberships")))
                .contains("/other.test/users");
    }

    @Test
    void aRenewalOnRequestMakesANewProxy() throws IOException {
        logInAsMember("alice");
        var before = ProxyFile.read(home.resolve("credentials/x509_proxy"));

        assertThat(text(post("/instances/lake/login/renew", Map.of()), "state")).isEqualTo("logged-in");

        assertThat(ProxyFile.read(home.resolve("credentials/x509_proxy")).subject())
                .isNotEqualTo(before.subject());
    }

    @Test
    void whatLiesInGlobusIsFoundWithWhatToSendForIt() throws IOException {
        var globus = Files.createDirectories(home.resolve(".globus"));
        Files.copy(of("alice", "usercert.pem"), globus.resolve("usercert.pem"));
        Files.copy(of("alice", "userkey.pem"), globus.resolve("userkey.pem"));

        var found =
                api.get("/instances/lake/login/options").json().path("found").path(0);

        assertThat(text(found, "kind")).isEqualTo("certificate");
        assertThat(text(found.path("problem"), "type")).isEqualTo("/problems/passphrase-needed");
        Map<String, Object> body = new LinkedHashMap<>();
        found.path("login")
                .properties()
                .forEach(field -> body.put(field.getKey(), field.getValue().asString()));
        assertThat(text(logIn(with(body, "passphrase", "lake-secret")), "account"))
                .isEqualTo("alice");
    }

    @Test
    void loggingOutTakesEverythingAway() throws IOException {
        logInAsMember("alice");

        api.delete("/instances/lake/login");

        assertThat(home.resolve("credentials")).isEmptyDirectory();
        assertThat(text(login(), "state")).isEqualTo("logged-out");
        assertThat(text(post("/instances/lake/login/renew", Map.of()), "type")).isEqualTo("/problems/not-logged-in");
    }

    private static Map<String, Object> token(String token) {
        return Map.of("kind", "oidc", "token", token);
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }
}
