package org.lakeside.rucio.client;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;

/// A web server that plays Rucio, and clients of it.
abstract class WithRucio {
    static final Duration SILENCE = Duration.ofSeconds(1);
    static final Instant NOW = Instant.parse("2026-11-21T10:18:04Z");
    static final Did OK = new Did("data", "ok");

    @StartStop
    final MockWebServer rucio = new MockWebServer();

    final FixedToken tokens = new FixedToken();

    RucioClient client() {
        return builder().build();
    }

    /// For tests whose subject is the silence; in all others a busy machine may take its time.
    RucioClient impatient() {
        return impatient(SILENCE);
    }

    /// For tests that need an answer first: time enough for that one.
    RucioClient impatient(Duration silence) {
        return builder()
                .timeouts(new Timeouts(Duration.ofSeconds(10), silence, Duration.ofSeconds(30)))
                .build();
    }

    RucioClient.Builder builder() {
        return RucioClient.builder(url())
                .timeouts(new Timeouts(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMinutes(1)))
                .clock(Clock.fixed(NOW, ZoneOffset.UTC));
    }

    URI url() {
        return rucio.url("/").uri();
    }

    void answers(String recorded) {
        rucio.enqueue(Recorded.answer(recorded));
    }

    void answers(MockResponse.Builder answer) {
        rucio.enqueue(answer.build());
    }

    /// One request that has been made already.
    RecordedRequest asked() {
        try {
            return rucio.takeRequest();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
