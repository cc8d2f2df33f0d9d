package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.server.api.OverSocket;
import org.lakeside.server.api.OverSocket.Reply;

/// A real Rucio behind https, whose authority no system knows: the site's CA makes the difference, wherever it is
/// named.
class LakeHttpsIT {
    private static final String LOGIN = ServiceOnLake.credentials("alice", "secret");

    @TempDir
    Path home;

    @Test
    void withoutTheSitesCaALoginIsRefusedWithTheRemedy() throws IOException {
        try (var _ = start("", "")) {
            Reply refused = api().post("/instances/lake/login", LOGIN);

            assertThat(refused.status()).isGreaterThanOrEqualTo(400);
            assertThat(refused.text()).contains("ca_files").doesNotContain("secret");
        }
    }

    @Test
    void theCaOfTheInstanceIsEnoughForTheCatalogue() throws IOException {
        try (var _ = start("ca_files: " + LakeUnderTest.variable("LAKE_CA"), "")) {
            assertThat(api().post("/instances/lake/login", LOGIN).text()).contains("logged-in");

            assertThat(ServiceOnLake.dids(api().get("/instances/lake/search?did=user.alice:*&type=all")))
                    .isNotEmpty();
        }
    }

    @Test
    void theCaOfAllIsEnoughForTheCatalogueToo() throws IOException {
        try (var _ = start("", "ca_files: " + LakeUnderTest.variable("LAKE_CA"))) {
            assertThat(api().post("/instances/lake/login", LOGIN).text()).contains("logged-in");
        }
    }

    private Service start(String ofTheInstance, String ofAll) throws IOException {
        var file = home.resolve("settings.yaml");
        Files.writeString(file, """
                %s
                instances:
                  lake:
                    url: "%s"
                    %s
                """.formatted(ofAll, LakeUnderTest.variable("LAKE_RUCIO_HTTPS_URL"), ofTheInstance));
        return Service.start(home.resolve("s"), Map.of("HOME", home.toString(), "LAKESIDE_SETTINGS", file.toString()));
    }

    private OverSocket api() {
        return new OverSocket(home.resolve("s"));
    }
}
