package org.lakeside.rucio.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Optional;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Neither a password nor a token is in anything that is printed.
class SecretsTest extends WithRucio {
    private static final String SECRET = "s3cr3t-0123456789abcdef";

    @Test
    void valuesWithSecretsDoNotPrintThem() {
        assertThat(new UserPassword("alice", SECRET).toString()).doesNotContain(SECRET);
        assertThat(new RucioToken(SECRET, "alice", "alice", Instant.EPOCH).toString())
                .doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 302, 400, 401, 404, 418, 500, 503})
    void anEchoingServerDoesNotGetThemIntoAMessage(int status) {
        for (int i = 0; i < 6; i++) {
            answers(new MockResponse.Builder()
                    .code(status)
                    .addHeader("ExceptionMessage", "you sent " + SECRET)
                    .addHeader("Location", "https://idp.example.org/?t=" + SECRET)
                    .body("you sent " + SECRET + "\n"));
        }
        RucioToken token = new RucioToken(SECRET, "alice", "alice", Instant.EPOCH);
        RucioClient client = impatient();

        Throwable login = catchThrowable(() -> client.login(new UserPassword("alice", SECRET), Optional.empty()));
        Throwable look = catchThrowable(() -> client.dids().did(fixed(token), OK));
        Throwable list = catchThrowable(() -> EveryCall.all(client.dids().files(fixed(token), OK)));

        assertThat(printed(login) + printed(look) + printed(list))
                .contains("Rucio")
                .doesNotContain(SECRET);
    }

    @Test
    void aTokenThatIsNoHeaderDoesNotPrintEither() {
        RucioToken token = new RucioToken(SECRET + "\n", "alice", "alice", Instant.EPOCH);

        Throwable look = catchThrowable(() -> impatient().dids().did(fixed(token), OK));

        assertThat(printed(look)).contains("control characters").doesNotContain(SECRET);
    }

    private static TokenSource fixed(RucioToken token) {
        return new TokenSource() {
            @Override
            public RucioToken token() {
                return token;
            }

            @Override
            public RucioToken renewed(RucioToken refused) {
                return token;
            }
        };
    }

    private static String printed(Throwable e) {
        StringWriter out = new StringWriter();
        e.printStackTrace(new PrintWriter(out));
        return out.toString();
    }
}
