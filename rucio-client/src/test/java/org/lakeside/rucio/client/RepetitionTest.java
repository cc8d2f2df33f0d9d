package org.lakeside.rucio.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lakeside.rucio.client.RucioException.Kind;

/// When a call is made again: for a while, and with a new token.
class RepetitionTest extends WithRucio {
    @ParameterizedTest
    @ValueSource(ints = {429, 502, 503, 504})
    void notNowIsAskedAgain(int status) {
        answers(new MockResponse.Builder().code(status).body("<html>busy</html>"));
        answers("ping.http");

        assertThat(client().ping()).isEqualTo("41.5.1");
    }

    @Test
    void rucioSaysHowLongToWait() {
        answers(new MockResponse.Builder().code(503).addHeader("Retry-After", "1"));
        answers("ping.http");
        long began = System.nanoTime();

        client().ping();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void afterThreeTriesItIsEnough() {
        for (int i = 0; i < 4; i++) {
            answers(new MockResponse.Builder().code(503));
        }

        assertThatExceptionOfType(RucioException.class)
                .isThrownBy(client()::ping)
                .withMessageContaining("(tried 3 times in")
                .returns(Kind.UNAVAILABLE, RucioException::kind);
        assertThat(rucio.getRequestCount()).isEqualTo(3);
    }

    @Test
    void anErrorOfTheAskerIsNotRepeated() {
        answers(Recorded.builder("access-denied.http").status("HTTP/1.1 500 INTERNAL SERVER ERROR"));

        assertThatExceptionOfType(RucioException.class)
                .isThrownBy(() -> client().dids().did(tokens, OK));
        assertThat(rucio.getRequestCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("org.lakeside.rucio.client.EveryCall#withToken")
    void aTokenThatEndedInBetweenIsRenewedOnce(EveryCall call) {
        answers("token-refused.http");
        answers(call.goodAnswer());

        call.of(client());

        String first = asked().getHeaders().get("X-Rucio-Auth-Token");
        String second = asked().getHeaders().get("X-Rucio-Auth-Token");
        assertThat(second).startsWith("token-").isNotEqualTo(first);
    }

    @ParameterizedTest
    @MethodSource("org.lakeside.rucio.client.EveryCall#withToken")
    void aTokenThatIsRefusedAgainIsNotRenewedAgain(EveryCall call) {
        answers("token-refused.http");
        answers("token-refused.http");

        assertThatExceptionOfType(RucioException.class)
                .isThrownBy(() -> call.of(client()))
                .returns(Kind.NOT_AUTHENTICATED, RucioException::kind);
        assertThat(rucio.getRequestCount()).isEqualTo(2);
    }

    @Test
    void aTokenThatEndsBetweenTwoPartsOfAListIsRenewedThere() {
        answers("replicas.http");
        answers("token-refused.http");
        answers("content-empty.http");
        List<Did> dids = Collections.nCopies(1001, OK);

        assertThat(EveryCall.all(client().replicas().files(tokens, ReplicaQuery.overHttp(dids))))
                .hasSize(28);
    }

    @Test
    void aSourceThatCannotRenewSaysWhyItself() {
        answers("token-refused.http");
        AtomicInteger asked = new AtomicInteger();
        TokenSource ended = new TokenSource() {
            @Override
            public RucioToken token() {
                return tokens.token();
            }

            @Override
            public RucioToken renewed(RucioToken refused) {
                asked.incrementAndGet();
                throw new IllegalStateException("the login ended");
            }
        };

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> client().dids().did(ended, OK))
                .withMessage("the login ended");
        assertThat(asked).hasValue(1);
    }
}
