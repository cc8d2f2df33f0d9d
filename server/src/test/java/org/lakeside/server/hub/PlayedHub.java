package org.lakeside.server.hub;

import java.io.IOException;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import org.lakeside.server.lake.identity.TokenPlace;

/// A JupyterHub on loopback with one user, whose token is what a test says, and which is away when told
/// so. A real one is asked where JupyterLab is tested; it cannot be set to another time.
public final class PlayedHub implements AutoCloseable {
    private final MockWebServer server = new MockWebServer();

    /// @param token what its `auth_state` has
    /// @param answers asked with each request; it may take its time
    public PlayedHub(Supplier<String> token, BooleanSupplier answers) {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                if (!answers.getAsBoolean())
                    return new MockResponse.Builder().code(503).build();
                return new MockResponse.Builder()
                        .body("{\"name\": \"jane\", \"auth_state\": {\"access_token\": \"%s\"}}".formatted(token.get()))
                        .build();
            }
        });
        try {
            server.start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Where a server of this hub finds its user's token.
    public TokenPlace place() {
        return HubToken.of(
                        Map.of(
                                "JUPYTERHUB_API_URL", server.url("/hub/api").toString(),
                                "JUPYTERHUB_API_TOKEN", "token-of-janes-server",
                                "JUPYTERHUB_USER", "jane"),
                        OkHttpClient::new)
                .orElseThrow();
    }

    @Override
    public void close() {
        server.close();
    }
}
