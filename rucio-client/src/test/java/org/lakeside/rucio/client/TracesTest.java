package org.lakeside.rucio.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.lakeside.rucio.client.RucioException.Kind;

class TracesTest extends WithRucio {
    private static final Instant BEGAN = Instant.parse("2026-11-21T10:00:00.250Z");
    private static final Trace READ = new Trace(
            Trace.Direction.DOWNLOAD,
            "myclient_1.0",
            "pc1.example.org",
            "alice",
            "d4ae0d1975fd41b5bd327860ec015230",
            new Did("user.alice", "c.dat"),
            Optional.of(new Did("user.alice", "ds2")),
            OptionalLong.of(5000),
            Optional.of("SITE-A"),
            "ROAMING",
            Optional.of("https"),
            "DONE",
            "OK",
            BEGAN,
            BEGAN.plusMillis(500));

    @Test
    void tracesHaveAllThatRucioInsistsOn() {
        answers(new MockResponse.Builder().code(201).body("Created"));

        builder().traceUrl(rucio.url("/elsewhere/").uri()).build().traces().send(List.of(READ));

        RecordedRequest asked = asked();
        assertThat(asked.getTarget()).isEqualTo("/elsewhere/traces/");
        assertThat(asked.getHeaders().get("X-Rucio-Auth-Token")).isNull();
        assertThat(asked.getHeaders().get("Content-Type")).isEqualTo("application/json");
        assertThat(asked.getBody().utf8())
                .isEqualTo("[{\"eventType\":\"download\",\"eventVersion\":\"myclient_1.0\","
                        + "\"hostname\":\"pc1.example.org\",\"account\":\"alice\","
                        + "\"uuid\":\"d4ae0d1975fd41b5bd327860ec015230\",\"scope\":\"user.alice\","
                        + "\"filename\":\"c.dat\",\"datasetScope\":\"user.alice\",\"dataset\":\"ds2\","
                        + "\"filesize\":5000,\"localSite\":\"ROAMING\",\"remoteSite\":\"SITE-A\","
                        + "\"protocol\":\"https\",\"clientState\":\"DONE\",\"stateReason\":\"OK\","
                        + "\"transferStart\":1.79525520025E9,\"transferEnd\":1.79525520075E9}]");
    }

    @Test
    void nothingToTellIsNotTold() {
        client().traces().send(List.of());

        assertThat(rucio.getRequestCount()).isZero();
    }

    @Test
    void aServerThatTakesNoTracesSaysSo() {
        answers("traces-off.http");

        assertThatExceptionOfType(RucioException.class)
                .isThrownBy(() -> client().traces().send(List.of(READ)))
                .returns(Kind.NOT_RUCIO, RucioException::kind);
    }
}
