package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lakeside.auth.x509.proxy.ProxyFile;
import tools.jackson.databind.JsonNode;

/// Two Jupyter servers of one person: each a service of its own, with its own files for kernels and terminals, and one
/// login for both.
class TwoServersGridIT extends ServiceOnGrid {
    private static final Duration LONGEST = Duration.ofMinutes(1);

    @Test
    void aLoginOnOneIsInTheFilesOfTheOtherAndTheLogoutTakesBoth() throws Exception {
        service.close();
        try (var first = start("one");
                var second = start("two")) {
            first.api()
                    .post(
                            "/instances/lake/login",
                            JSON.writeValueAsString(with(certificate("alice"), "voms", List.of("escape.test"))));

            await().atMost(LONGEST).until(() -> Files.exists(proxyOf("two")));
            assertThat(proxyOf("two")).hasSameBinaryContentAs(proxyOf("one"));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(proxyOf("two"))))
                    .isEqualTo("rw-------");

            second.api().delete("/instances/lake/login");
            await().atMost(LONGEST).until(() -> !Files.exists(proxyOf("one")) && !Files.exists(proxyOf("two")));
        }
    }

    @Test
    void aProxyMadeInATerminalOfTheSecondLogsInAndGoesOnAfterTheOwnerIsKilled() throws Exception {
        service.close();
        tool("voms", "proxy", "bob", "--voms", "escape.test");
        try (var first = start("one");
                var second = start("two")) {
            assertThat(second.owns()).isFalse();

            ProxyFile.write(ProxyFile.read(Path.of(grid("GRID_PROXIES"), "bob.pem")), proxyOf("two"));

            await().atMost(LONGEST).until(() -> text(loginOf(first), "source"), "proxy"::equals);
            assertThat(text(loginOf(first), "account")).isEqualTo("bob");
            first.kill();
            await().atMost(LONGEST).until(second::owns);
            await().atMost(LONGEST).until(() -> text(loginOf(second), "account"), "bob"::equals);
            assertThat(proxyOf("two")).exists();
        }
    }

    private ServiceProcess start(String name) throws IOException {
        Files.createDirectories(home.resolve(name));
        return ServiceProcess.start(home, name + "/s", environment(Map.of())).ready();
    }

    private Path proxyOf(String name) {
        return home.resolve(name).resolve("credentials/x509_proxy");
    }

    private static JsonNode loginOf(ServiceProcess one) throws IOException {
        return one.api().get("/instances").json().path("instances").path(0).path("login");
    }
}
