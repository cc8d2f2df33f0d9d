package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lakeside.auth.x509.credential.SecretFile;
import tools.jackson.databind.JsonNode;

/// The doctor names the step that is wrong, on the real grid, and no other.
class DoctorGridIT extends ServiceOnGrid {
    private static final Map<String, String> WITH_VO = Map.of("LAKESIDE_RUCIO_VOMS", "escape.test");

    @AfterEach
    void asUsual() throws IOException, InterruptedException {
        tool("voms", "unsuspend", "bob");
    }

    @Test
    void whenAllIsWellEveryStepSaysSo() throws IOException {
        brings("bob");

        assertThat(failed()).isEmpty();
        assertThat(states("ok"))
                .contains(
                        "clock",
                        "certificate",
                        "file-modes",
                        "authorities",
                        "key",
                        "dates",
                        "chain",
                        "authority",
                        "revocation",
                        "voms-server",
                        "membership",
                        "rucio",
                        "identity");
    }

    @Test
    void aKeyThatOthersCanRead() throws IOException {
        brings("bob");
        Files.setPosixFilePermissions(key(), PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(failed()).contains("file-modes", "key");
        assertThat(detail("file-modes")).contains("chmod 600 " + key());
    }

    @Test
    void aKeyOfAnotherCertificate() throws IOException {
        brings("alice");
        Files.write(key(), Files.readAllBytes(of("bob", "userkey.plain.pem")));

        assertThat(failed()).contains("key");
        assertThat(detail("key")).contains("does not belong to the certificate of");
    }

    @Test
    void aCertificateThatHasEnded() throws IOException {
        brings("expired");

        assertThat(failed()).contains("dates");
        assertThat(detail("dates")).contains("has ended at");
    }

    @Test
    void aCertificateThatIsRevoked() throws IOException {
        brings("revoked");

        assertThat(failed()).contains("revocation").doesNotContain("authority", "chain");
    }

    @Test
    void anAuthorityThatNobodyKnows() throws IOException {
        brings("rogue");

        assertThat(failed()).contains("authority").doesNotContain("key", "dates", "rucio");
    }

    @Test
    void whoIsNoMember() throws IOException {
        brings("carol");

        assertThat(failed()).contains("membership", "identity").doesNotContain("voms-server", "chain");
    }

    @Test
    void aMemberWhoIsSuspended() throws IOException, InterruptedException {
        tool("voms", "suspend", "bob", "did not read the rules");
        brings("bob");

        assertThat(failed()).containsExactly("membership");
    }

    @Test
    void aVomsServerThatDoesNotAnswer() throws IOException {
        brings("bob", vomses("127.0.0.1", 9));

        assertThat(failed()).containsExactly("voms-server");
    }

    @Test
    void aVomsServerOfAnotherName() throws IOException {
        brings("bob", vomses("0.0.0.0", port(grid("GRID_VOMS"))));

        assertThat(failed()).containsExactly("voms-server");
        assertThat(detail("voms-server")).contains("0.0.0.0", "another name");
    }

    @Test
    void aVomsServerOfAnAuthorityThatNobodyKnows() throws IOException {
        brings("bob", vomses("localhost", port(grid("GRID_LAKE_RUCIO_HTTPS_URL"))));

        assertThat(failed()).containsExactly("voms-server");
        assertThat(detail("voms-server")).contains("not trusted");
    }

    @Test
    void aProxyThatServersWouldNotBelieve() throws IOException {
        restart(Map.of("X509_USER_PROXY", home.resolve("deep").toString()));
        SecretFile.write(
                home.resolve("deep"),
                DeepProxy.of(of("bob", "usercert.pem"), of("bob", "userkey.plain.pem"))
                        .getBytes(StandardCharsets.US_ASCII));

        assertThat(failed()).contains("proxy-chain").doesNotContain("authorities", "rucio");
        assertThat(detail("proxy-chain")).contains("it allows 0 more below it");
    }

    @Test
    void aMembershipOfSomebodyElse() throws IOException, InterruptedException {
        tool("voms", "proxy", "alice", "--voms", "escape.test");
        restart(Map.of("X509_USER_PROXY", home.resolve("borrowed").toString()));
        SecretFile.write(
                home.resolve("borrowed"),
                OthersMembership.in(
                                Path.of(grid("GRID_PROXIES"), "alice.pem"),
                                of("bob", "usercert.pem"),
                                of("bob", "userkey.plain.pem"))
                        .getBytes(StandardCharsets.US_ASCII));

        assertThat(failed()).containsExactly("proxy-chain");
        assertThat(detail("proxy-chain")).contains("made for somebody else");
    }

    @Test
    void aMembershipOfWhichNothingSaysWhoMayGiveItIsNoFault() throws IOException, InterruptedException {
        tool("voms", "proxy", "bob", "--voms", "escape.test");
        brings(
                "bob",
                Map.of(
                        "X509_USER_PROXY",
                                Path.of(grid("GRID_PROXIES"), "bob.pem").toString(),
                        "X509_VOMS_DIR",
                                Files.createDirectory(home.resolve("vomsdir")).toString()));

        assertThat(failed()).isEmpty();
        assertThat(states("warning")).contains("proxy-chain");
        assertThat(detail("proxy-chain")).contains("escape.test", ".lsc");
    }

    @Test
    void aListOfWhatIsRevokedThatIsOutOfDate() throws IOException, InterruptedException {
        var authorities = Files.createDirectory(home.resolve("authorities"));
        tool("ca", "crl", "-1");
        try (var all = Files.list(Path.of(grid("X509_CERT_DIR")))) {
            for (var one : all.filter(Files::isRegularFile).toList())
                Files.copy(one, authorities.resolve(one.getFileName()));
        } finally {
            tool("ca", "crl");
        }

        brings("bob", Map.of("X509_CERT_DIR", authorities.toString()));

        assertThat(states("warning")).contains("authorities");
        assertThat(detail("authorities")).contains("The revocation list of", "fetch-crl");
    }

    @Test
    void aStorageThatRefuses() throws IOException {
        logInAsMember("bob");

        var storages = api.get("/instances/lake/checks?did=grid:group")
                .json()
                .path("checks")
                .valueStream()
                .filter(one -> text(one, "name").equals("storage"))
                .toList();

        assertThat(storages)
                .anySatisfy(one -> {
                    assertThat(text(one, "state")).isEqualTo("failed");
                    assertThat(text(one, "detail")).contains("GRID-CMS", "403 Forbidden");
                })
                .anySatisfy(one -> {
                    assertThat(text(one, "state")).isEqualTo("ok");
                    assertThat(text(one, "detail")).contains("GRID-ROOT");
                });
    }

    private Map<String, String> vomses(String host, int port) throws IOException {
        var line = "\"escape.test\" \"%s\" \"%d\" \"/CN=x\" \"escape.test\"\n".formatted(host, port);
        return Map.of(
                "VOMS_USERCONF", Files.writeString(home.resolve("vomses"), line).toString());
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    @Test
    void aRucioThatDoesNotAnswer() throws IOException {
        brings("bob", Map.of("LAKESIDE_RUCIO_URL", "https://localhost:9"));

        assertThat(failed()).contains("rucio").doesNotContain("membership", "key");
    }

    @Test
    void anEncryptedKeyIsNotWrong() throws IOException {
        brings("alice");
        Files.write(key(), Files.readAllBytes(of("alice", "userkey.pem")));

        assertThat(failed()).isEmpty();
        assertThat(states("warning")).contains("certificate", "key");
        assertThat(states("ok")).contains("chain", "revocation");
    }

    private void brings(String user) throws IOException {
        brings(user, Map.of());
    }

    private void brings(String user, Map<String, String> more) throws IOException {
        var globus = Files.createDirectories(home.resolve(".globus"));
        Files.write(globus.resolve("usercert.pem"), Files.readAllBytes(of(user, "usercert.pem")));
        Files.write(key(), Files.readAllBytes(of(user, "userkey.plain.pem")));
        Files.setPosixFilePermissions(key(), PosixFilePermissions.fromString("rw-------"));
        var environment = new HashMap<>(WITH_VO);
        environment.putAll(more);
        restart(environment);
    }

    private Path key() {
        return home.resolve(".globus/userkey.pem");
    }

    private List<String> failed() throws IOException {
        return states("failed").stream()
                .filter(name -> !name.equals("certificate"))
                .toList();
    }

    private List<String> states(String state) throws IOException {
        return checks().valueStream()
                .filter(check -> text(check, "state").equals(state))
                .map(check -> text(check, "name"))
                .distinct()
                .toList();
    }

    private String detail(String name) throws IOException {
        return checks().valueStream()
                .filter(check -> text(check, "name").equals(name))
                .map(check -> text(check, "detail"))
                .findFirst()
                .orElse("");
    }

    private JsonNode checks() throws IOException {
        return api.get("/instances/lake/checks").json().path("checks");
    }
}
