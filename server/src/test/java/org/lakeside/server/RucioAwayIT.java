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
    void rucioThatIsKnownToBeAwayIsNotAskedUntilItIsBack() throws IOException, InterruptedException {
        overTheRelay();
        assertThat(reach()).isEqualTo("well");
        LakeUnderTest.faults("rucio", "{\"refuse\": true}");
        var first = api.get("/instances/lake/search?did=user.alice:");

        var known = api.get("/instances/lake/children?did=user.alice:all");

        assertThat(known.problem()).isEqualTo("instance-silent");
        assertThat(known.status()).isEqualTo(503);
        assertThat(known.header("Retry-After")).isPresent();
        assertThat(known.json().path("detail").asString())
                .isEqualTo(first.json().path("detail").asString());
        assertThat(reach()).isEqualTo("silent");
        LakeUnderTest.noFaults();
        assertThat(api.post("/instances/lake/try", "").json().path("state").asString())
                .isEqualTo("well");
        assertThat(api.get("/instances/lake/search?did=user.alice:").status()).isEqualTo(200);
    }

    @Test
    void rucioThatAsksToBeLeftAloneIsLeftAlone() throws IOException, InterruptedException {
        overTheRelay();
        LakeUnderTest.faults("rucio", "{\"status\": 503, \"retry_after\": 600}");
        assertThat(api.get("/instances/lake/did?did=data:ok").status()).isEqualTo(503);
        int asked = relayedRequests();

        var known = api.get("/instances/lake/did?did=data:ok");

        assertThat(known.problem()).isEqualTo("rucio-unavailable");
        assertThat(known.json().path("retry_after").asInt()).isBetween(500, 600);
        assertThat(relayedRequests()).isEqualTo(asked);
        assertThat(reach()).isEqualTo("refusing");
    }

    private String reach() throws IOException {
        return api.get("/instances").json().at("/instances/0/reach/state").asString();
    }

    @Test
    void rucioThatHangsIsSaidSoWithTheSecondsWaited() throws IOException, InterruptedException {
        overTheRelay();
        waitingForTheRelay("PT2S");
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
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
            LakeUnderTest.noFaults(); // so that all of them have their answers before the next test counts requests
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
