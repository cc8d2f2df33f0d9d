package org.lakeside.server.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class UnixHttpTest {
    private static final String IN_CHUNKS = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nline 1\r\n";

    /// On a busy machine; what does not happen by then does not happen before a minute has passed.
    private static final Duration AMPLE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @Test
    void aRequestGoesOutAsItWasGivenAndAnAnswerComesBack() throws IOException {
        var request = new Request.Builder()
                .url("http://hub.example.org/a?b=c%20d")
                .header("X-Lakeside", "1")
                .post(RequestBody.create("body", MediaType.get("text/plain")))
                .build();
        try (var listener =
                        new OneAnswer(socket(), "HTTP/1.1 201 Created\r\nX-A: b\r\nContent-Length: 5\r\n\r\nhello");
                var answer = client().newCall(request).execute()) {
            assertThat(answer.code()).isEqualTo(201);
            assertThat(answer.header("x-a")).isEqualTo("b");
            assertThat(answer.body().string()).isEqualTo("hello");
            assertThat(listener.request())
                    .startsWith("POST /a?b=c%20d HTTP/1.1\r\nX-Lakeside: 1\r\n")
                    .contains("\r\nHost: hub.example.org\r\n")
                    .doesNotContainIgnoringCase("Connection: close") // see UnixHttp
                    .endsWith("\r\n\r\nbody");
        }
    }

    @Test
    void aChunkComesBeforeTheNextIsSent() throws IOException {
        try (var listener = new OneAnswer(socket(), IN_CHUNKS);
                var answer = get().execute()) {
            assertThat(answer.body().source().readUtf8(6)).isEqualTo("line 1");
            assertThat(listener.request()).isNotEmpty();
        }
    }

    @Test
    void anAnswerThatEndsBeforeItsEndIsAFailure() throws IOException {
        try (var listener = new OneAnswer(socket(), "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello").thenHangUp();
                var answer = get().execute()) {
            assertThatIOException().isThrownBy(() -> answer.body().bytes());
            assertThat(listener.request()).isNotEmpty();
        }
    }

    @Test
    void aChunkedAnswerThatEndsBeforeItsEndIsAFailure() throws IOException {
        try (var listener = new OneAnswer(socket(), IN_CHUNKS).thenHangUp();
                var answer = get().execute()) {
            assertThatIOException().isThrownBy(() -> answer.body().bytes());
            assertThat(listener.request()).isNotEmpty();
        }
    }

    @Test
    void silenceHasALimit() throws IOException {
        try (var listener = new OneAnswer(socket(), IN_CHUNKS);
                var answer = get(Duration.ofSeconds(2)).execute()) {
            assertThatIOException().isThrownBy(() -> answer.body().bytes()).withMessageContaining("timeout");
            assertThat(listener.request()).isNotEmpty();
        }
    }

    @Test
    void aListenerThatAcceptsNobodyHasThatLimitToo() throws IOException {
        try (var busy = new FullListener(socket())) {
            assertThat(busy.waiting()).isNotEmpty();
            assertThatIOException()
                    .isThrownBy(() -> get(Duration.ofMillis(300)).execute())
                    .isNotInstanceOf(NobodyThereException.class)
                    .withMessageContaining("accepted no connection");
        }
    }

    @Test
    void whoIsInterruptedWaitsForNoListenerEither() throws Exception {
        try (var busy = new FullListener(socket())) {
            assertThat(busy.waiting()).isNotEmpty();
            var failure = new CompletableFuture<Throwable>();
            var asking = Thread.ofPlatform().start(() -> {
                try (var answer = get().execute()) {
                    failure.completeExceptionally(new AssertionError("answered " + answer));
                } catch (IOException e) {
                    failure.complete(e);
                }
            });

            asking.interrupt();

            assertThat(failure).succeedsWithin(AMPLE).isInstanceOf(IOException.class);
        }
    }

    @Test
    void whoCancelsWaitsNoLonger() throws Exception {
        try (var listener = new OneAnswer(socket(), IN_CHUNKS);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var call = get();
            var answer = threads.submit(() -> call.execute().body().bytes());
            assertThat(listener.request()).isNotEmpty();

            call.cancel();

            assertThat(answer).failsWithin(AMPLE);
        }
    }

    @Test
    void whoIsInterruptedWaitsNoLonger() throws Exception {
        try (var listener = new OneAnswer(socket(), "");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answer = threads.submit(() -> get().execute());
            assertThat(listener.request()).isNotEmpty();

            threads.shutdownNow();

            assertThat(answer).failsWithin(AMPLE).withThrowableThat().withRootCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void nobodyListeningIsAFailureOfItsOwn() {
        assertThatExceptionOfType(NobodyThereException.class)
                .isThrownBy(() -> get().execute())
                .withMessageContaining(socket().toString());
    }

    private Call get() {
        return get(Duration.ofMinutes(1));
    }

    private Call get(Duration silence) {
        return UnixHttp.client(socket(), silence)
                .newCall(new Request.Builder().url("http://localhost/").build());
    }

    private OkHttpClient client() {
        return UnixHttp.client(socket(), Duration.ofMinutes(1));
    }

    private Path socket() {
        return directory.resolve("s");
    }
}
