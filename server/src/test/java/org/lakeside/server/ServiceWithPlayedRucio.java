package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.server.api.OverSocket;

/// The whole service, with a web server in Rucio's place that answers what a test says.
abstract class ServiceWithPlayedRucio {
    @StartStop
    final MockWebServer rucio = new MockWebServer();

    @TempDir
    Path home;

    OverSocket api;
    private final Duration patience;
    private AutoCloseable service;

    /// @param patience so long the service waits for an answer
    ServiceWithPlayedRucio(Duration patience) {
        this.patience = patience;
    }

    abstract MockResponse answer(RecordedRequest request);

    @BeforeEach
    void start() {
        rucio.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return answer(request);
            }
        });
        var environment = Map.of(
                "HOME",
                home.toString(),
                "LAKESIDE_RUCIO_URL",
                "http://127.0.0.1:" + rucio.getPort(),
                "LAKESIDE_RUCIO_NAME",
                "lake",
                "LAKESIDE_RUCIO_TIMEOUT",
                patience.toString());
        service = serve(home.resolve("s"), environment);
        api = new OverSocket(home.resolve("s"));
    }

    /// Begins to answer on this socket, until it is closed.
    AutoCloseable serve(Path socket, Map<String, String> environment) {
        return Service.start(socket, environment);
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
    }

    /// For those who let jdoe in.
    void logInAsJdoe() throws IOException {
        assertThat(api.post("/instances/lake/login", ServiceOnLake.credentials("jdoe", "secret"))
                        .status())
                .isEqualTo(200);
    }
}
