package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.server.api.OverSocket;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A service of a home of its own, on the grid of the test bed: real Rucio behind TLS, VOMS, storages and identity
/// provider.
@EnabledIfEnvironmentVariable(
        named = "GRID_RUCIO_URL",
        matches = ".+",
        disabledReason = "there is no grid: testbed/gridlake up --rucio, then eval \"$(testbed/gridlake env)\"")
abstract class ServiceOnGrid {
    static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration LONGEST = Duration.ofMinutes(1);

    @TempDir
    Path home;

    Service service;
    OverSocket api;

    @BeforeEach
    void start() {
        service = service(Map.of());
        api = new OverSocket(home.resolve("s"));
    }

    /// @param more beside what points to the grid; an empty value takes one of that away
    private Service service(Map<String, String> more) {
        return Service.start(home.resolve("s"), environment(more));
    }

    Map<String, String> environment(Map<String, String> more) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("HOME", home.toString());
        environment.put("PATH", System.getenv("PATH"));
        environment.put("X509_CERT_DIR", grid("X509_CERT_DIR"));
        environment.put("X509_VOMS_DIR", grid("X509_VOMS_DIR"));
        environment.put("VOMS_USERCONF", grid("VOMS_USERCONF"));
        environment.put("X509_USER_PROXY", home.resolve("no-proxy").toString());
        environment.put("BEARER_TOKEN_FILE", home.resolve("no-token").toString());
        environment.put("XDG_RUNTIME_DIR", home.toString());
        environment.put("LAKESIDE_RUCIO_URL", grid("GRID_RUCIO_URL"));
        environment.put("LAKESIDE_RUCIO_NAME", "lake");
        environment.put("LAKESIDE_RUCIO_LABEL", "Grid lake");
        environment.put("LAKESIDE_STALL_TIMEOUT", "PT10S");
        environment.putAll(more);
        environment.values().removeIf(String::isEmpty);
        return environment;
    }

    void restart(Map<String, String> more) {
        service.close();
        service = service(more);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    static String grid(String variable) {
        return System.getenv(variable);
    }

    /// The grid's own script: tokens, members, clocks.
    static String tool(String... words) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(grid("GRID_TOOL")));
        command.addAll(List.of(words));
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("gridlake %s", List.of(words)).isZero();
        return said.strip();
    }

    static Path of(String user, String file) {
        return Path.of(grid("GRID_USERS"), user, file);
    }

    /// A certificate with a key that needs no passphrase.
    static Map<String, Object> certificate(String user) {
        return certificate(user, "userkey.plain.pem");
    }

    static Map<String, Object> certificate(String user, String key) {
        return Map.of(
                "kind", "x509",
                "file", of(user, "usercert.pem").toString(),
                "key", of(user, key).toString());
    }

    /// A refresh token that the provider has just given to this user.
    static Map<String, Object> refreshing(String user) throws IOException {
        return Map.of(
                "kind",
                "oidc",
                "refresh_token",
                Provider.refreshToken(user),
                "issuer",
                grid("GRID_OIDC_ISSUER"),
                "client_id",
                "lakeside");
    }

    static Map<String, Object> with(Map<String, Object> body, String key, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(body);
        more.put(key, value);
        return more;
    }

    JsonNode logIn(Map<String, Object> body) throws IOException {
        return post("/instances/lake/login", body);
    }

    JsonNode logInAsMember(String user) throws IOException {
        return logIn(with(certificate(user), "voms", List.of("escape.test")));
    }

    JsonNode post(String path, Map<String, Object> body) throws IOException {
        return JSON.readTree(api.post(path, JSON.writeValueAsString(body)).text());
    }

    JsonNode login() throws IOException {
        return api.get("/instances").json().path("instances").path(0).path("login");
    }

    /// Downloads to the end, however it ends.
    JsonNode download(String did) throws IOException {
        var id = begin(did);
        return await().atMost(LONGEST)
                .until(
                        () -> api.get("/downloads/" + id).json(),
                        now -> now.path("ended").isString());
    }

    String begin(String did) throws IOException {
        return text(post("/downloads", Map.of("instance", "lake", "did", did)), "id");
    }

    static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }

    /// What a refusal is about, for programs.
    static String reason(JsonNode problem) {
        return text(problem, "reason");
    }
}
