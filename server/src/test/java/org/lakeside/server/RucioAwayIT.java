package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// A real Rucio that is away, hangs, or has somebody else in its place.
class RucioAwayIT extends ServiceOnLake {
    @Test
    void rucioThatIsAwayIsSaidSoInOneSentence() throws IOException, InterruptedException {
        overTheRelay();
        LakeUnderTest.faults("rucio", "{\"refuse\": true}");

        var reply = api.get("/instances/lake/search?did=user.alice:");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("Retry-After")).isPresent();
        assertThat(reply.json().path("detail").asString())
                .isEqualTo("Little lake does not answer (connection refused at %s)."
                        .formatted(LakeUnderTest.variable("LAKE_RUCIO_FLAKY_URL")));
    }

    @Test
    void rucioThatHangsIsSaidSoWithTheSecondsWaited() throws IOException, InterruptedException {
        overTheRelay();
        LakeUnderTest.faults("rucio", "{\"hang\": true}");

        var reply = api.get("/instances/lake/search?did=user.alice:");

        assertThat(reply.problem()).isEqualTo("rucio-unavailable");
        assertThat(reply.json().path("detail").asString()).contains("nothing came from", "within 2 s");
    }

    @Test
    void aHungInstanceKeepsNoOtherWaiting() throws Exception {
        service.close();
        service = serviceOfTwo();
        api.post("/instances/slow/login", credentials("alice", "secret"));
        logIn("alice");
        LakeUnderTest.faults("rucio", "{\"hang\": true}");

        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 30; i++) callers.execute(() -> askInVain("/instances/slow/search?did=user.alice:"));
            await().until(() -> relayedRequests() >= 8);

            var began = System.nanoTime();
            assertThat(api.get("/instances/lake/search?did=user.alice:").status())
                    .isEqualTo(200);
            assertThat(api.get("/downloads").status()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
            service.close();
        }
    }

    @Test
    void whoLeavesDoesNotKeepRucioBusy() throws Exception {
        service.close();
        service = serviceOfTwo();
        api.post("/instances/slow/login", credentials("alice", "secret"));
        LakeUnderTest.faults("rucio", "{\"hang\": true}");

        for (int i = 0; i < 12; i++) { // more than there are turns
            int before = relayedRequests();
            api.askAndLeave("/instances/slow/search?did=user.alice:", () -> relayedRequests() > before);
        }
        LakeUnderTest.noFaults();

        assertThat(api.get("/instances/slow/search?did=user.alice:").status()).isEqualTo(200);
    }

    @Test
    void aLoginPageInPlaceOfRucioIsSaidSo() throws IOException, InterruptedException {
        overTheRelay();
        LakeUnderTest.faults("rucio", "{\"login_page\": true}");

        var reply = api.get("/instances/lake/search?did=user.alice:");

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.problem()).isEqualTo("rucio-not-rucio");
    }
}
