package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What people and sites get wrong, on the real grid: each has a reason for programs, and a sentence of its own.
class BadInputGridIT extends ServiceOnGrid {
    @AfterEach
    void asUsual() throws IOException, InterruptedException {
        Provider.set("{}");
        tool("voms", "unsuspend", "bob");
    }

    @Test
    void aWrongPassphrase() throws IOException {
        refused(
                logIn(with(certificate("alice", "userkey.pem"), "passphrase", "not-the-passphrase")),
                "wrong-passphrase",
                "passphrase");
    }

    @Test
    void aKeyOfAnotherCertificate() throws IOException {
        refused(
                logIn(Map.of(
                        "kind", "x509",
                        "file", of("alice", "usercert.pem").toString(),
                        "key", of("bob", "userkey.plain.pem").toString())),
                "key-does-not-belong",
                "does not belong to the certificate of");
    }

    @Test
    void aCertificateThatHasEnded() throws IOException {
        refused(logIn(certificate("expired")), "expired", "has ended at");
    }

    @Test
    void aCertificateThatIsRevoked() throws IOException {
        refused(logIn(certificate("revoked")), "revoked", "has been revoked");
    }

    @Test
    void aCertificateOfAnUnknownAuthority() throws IOException {
        refused(logIn(certificate("rogue")), "unknown-authority", "does not know the authority");
    }

    @Test
    void aKeyThatOthersCanRead() throws IOException {
        var key = Files.copy(of("bob", "userkey.plain.pem"), home.resolve("key.pem"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));

        refused(
                logIn(Map.of("kind", "x509", "file", of("bob", "usercert.pem").toString(), "key", key.toString())),
                "exposed",
                "chmod 600 " + key);
    }

    @Test
    void whoIsNoMember() throws IOException {
        refused(logInAsMember("carol"), "not-a-member", "escape.test");
    }

    @Test
    void aMemberWhoIsSuspended() throws IOException, InterruptedException {
        tool("voms", "suspend", "bob", "did not read the rules");

        refused(logInAsMember("bob"), "suspended", "escape.test");
    }

    @Test
    void aRoleThatIsNotTheirs() throws IOException {
        refused(
                logIn(with(certificate("bob"), "voms", List.of("escape.test:/escape.test/cms/Role=production"))),
                "unknown-attribute",
                "production");
    }

    @Test
    void aVoThatNobodyKnows() throws IOException {
        refused(logIn(with(certificate("bob"), "voms", List.of("nowhere.test"))), "no-server", "nowhere.test");
    }

    @Test
    void whoHasNoAccount() throws IOException {
        var refused = logIn(certificate("carol"));

        assertThat(text(refused, "type")).isEqualTo("/problems/wrong-credentials");
        assertThat(text(refused, "detail")).contains("has no account for").contains("CN=Carol");
    }

    @Test
    void aTokenForSomebodyElse() throws IOException, InterruptedException {
        var refused = logIn(Map.of("kind", "oidc", "token", tool("idp", "token", "alice", "other")));

        assertThat(text(refused, "type")).isEqualTo("/problems/wrong-credentials");
        refused(refused, "wrong-audience", "it is made for other, not for Rucio");
    }

    @Test
    void aProviderWhoseClockIsWrongByAnHour() throws IOException {
        Provider.set("{\"clock\": 3600}");

        refused(logIn(refreshing("alice")), "clock-wrong", "one of the two clocks is wrong");
    }

    @Test
    void aProviderThatIsAway() throws IOException {
        var body = refreshing("alice");
        Provider.set("{\"status\": 503}");

        var refused = logIn(body);

        assertThat(text(refused, "type")).isEqualTo("/problems/issuer-unavailable");
        assertThat(text(refused, "detail")).contains("does not answer (it answered 503)");
    }

    @Test
    void aRefreshTokenThatIsUsedUp() throws IOException {
        var body = refreshing("alice");
        logIn(body);

        refused(logIn(body), "refresh-refused", "refuses to refresh the token (invalid_grant)");
    }

    @Test
    void aFileThatIsNoProxy() throws IOException {
        refused(
                logIn(Map.of(
                        "kind",
                        "proxy",
                        "pem",
                        Files.readString(of("bob", "usercert.pem"))
                                + Files.readString(of("bob", "userkey.plain.pem")))),
                "not-a-proxy",
                "not a proxy");
    }

    @Test
    void aProxyOfAProxyTooDeep() throws IOException {
        refused(
                logIn(Map.of(
                        "kind",
                        "proxy",
                        "pem",
                        DeepProxy.of(of("bob", "usercert.pem"), of("bob", "userkey.plain.pem")))),
                "too-deep",
                "it allows 0 more below it, and there are 1. Make a new one from the certificate itself");
    }

    @Test
    void aProxyWithAMembershipOfSomebodyElse() throws IOException, InterruptedException {
        tool("voms", "proxy", "alice", "--voms", "escape.test");
        var borrowed = OthersMembership.in(
                Path.of(grid("GRID_PROXIES"), "alice.pem"), of("bob", "usercert.pem"), of("bob", "userkey.plain.pem"));

        refused(
                logIn(Map.of("kind", "proxy", "pem", borrowed)),
                "another-holder",
                "The attributes of VO escape.test were made for somebody else than");
    }

    @Test
    void aHubThatIsDown() throws IOException {
        restart(Map.of(
                "JUPYTERHUB_API_URL", "http://127.0.0.1:9/hub/api",
                "JUPYTERHUB_API_TOKEN", "token-of-the-hub",
                "JUPYTERHUB_USER", "alice"));

        var found =
                api.get("/instances/lake/login/options").json().path("found").path(0);

        assertThat(text(found, "kind")).isEqualTo("hub");
        assertThat(text(found.path("problem"), "type")).isEqualTo("/problems/issuer-unavailable");
        assertThat(text(found.path("problem"), "detail")).contains("the JupyterHub at 127.0.0.1 does not answer");
    }

    @Test
    void aServerWithAnotherName() throws IOException {
        restart(Map.of("LAKESIDE_RUCIO_URL", grid("GRID_RUCIO_URL").replace("localhost", "0.0.0.0")));

        refused(logIn(certificate("bob")), "wrong-host", "has a certificate of another name");
        assertThat(text(logIn(Map.of("kind", "userpass", "username", "bob", "password", "secret")), "detail"))
                .contains("answers with a certificate of another name");
    }

    private static void refused(JsonNode answer, String reason, String words) {
        assertThat(reason(answer)).as("%s", answer).isEqualTo(reason);
        assertThat(text(answer, "detail")).contains(words);
    }
}
