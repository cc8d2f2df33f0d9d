package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
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

        assertThat(failed()).containsAnyOf("authority", "chain");
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
        brings(
                "bob",
                Map.of(
                        "VOMS_USERCONF",
                        Files.writeString(
                                        home.resolve("vomses"),
                                        "\"escape.test\" \"127.0.0.1\" \"9\" \"/CN=x\" \"escape.test\"\n")
                                .toString()));

        assertThat(failed()).containsExactly("voms-server");
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
