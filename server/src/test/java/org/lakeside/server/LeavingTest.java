package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.server.api.OverSocket;
import org.lakeside.server.unix.UnixHttp;

/// Whoever closes the form while Rucio thinks has changed their mind.
@Timeout(120)
class LeavingTest {
    @TempDir
    Path home;

    @Test
    void aLoginIsGivenUpWithWhoeverAskedForIt() throws IOException {
        var socket = home.resolve("s");
        try (var rucio = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var service = Service.start(socket, settings(rucio.getLocalPort()))) {
            assertThat(service).isNotNull();
            var login = UnixHttp.client(socket, Duration.ofMinutes(1))
                    .newCall(new Request.Builder()
                            .url("http://lakeside/lakeside/api/v1/instances/lake/login")
                            .header("X-Lakeside", "1")
                            .post(RequestBody.create(
                                    "{\"kind\": \"userpass\", \"username\": \"jane\", \"password\": \"correct horse\"}",
                                    MediaType.get("application/json")))
                            .build());
            login.enqueue(new Nobody());

            try (var asked = rucio.accept()) {
                assertThat(new String(asked.getInputStream().readNBytes(16), StandardCharsets.US_ASCII))
                        .isEqualTo("GET /auth/userpa");
                login.cancel();

                asked.getInputStream().transferTo(OutputStream.nullOutputStream()); // until nobody waits there
            }
            var now = new OverSocket(socket).get("/instances").json();
            assertThat(now.path("instances").path(0).path("login").path("state").asString(""))
                    .isEqualTo("logged-out");
        }
    }

    private Map<String, String> settings(int port) {
        return Map.of(
                "HOME",
                home.toString(),
                "LAKESIDE_RUCIO_URL",
                "http://127.0.0.1:" + port,
                "LAKESIDE_RUCIO_NAME",
                "lake",
                "LAKESIDE_RUCIO_TIMEOUT",
                "PT10M");
    }

    private static final class Nobody implements Callback {
        @Override
        public void onFailure(Call call, IOException e) {}

        @Override
        public void onResponse(Call call, Response response) {
            response.close();
        }
    }
}
