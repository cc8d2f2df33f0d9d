package org.lakeside.server.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.server.unix.UnixHttp.Header;

class UnixHttpTest {
    private static final byte[] NOTHING = {};

    @TempDir
    Path directory;

    @Test
    void aRequestGoesOutAsItWasGivenAndAnAnswerComesBack() throws IOException {
        try (var listener =
                        new OneAnswer(socket(), "HTTP/1.1 201 Created\r\nX-A: b\r\nContent-Length: 5\r\n\r\nhello");
                var answer = client().send(
                                "POST",
                                "/a?b=c%20d",
                                List.of(new Header("X-Lakeside", "1")),
                                "body".getBytes(StandardCharsets.UTF_8))) {
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.header("x-a")).contains("b");
            assertThat(answer.body()).hasContent("hello");
            assertThat(listener.request())
                    .startsWith("POST /a?b=c%20d HTTP/1.1\r\nX-Lakeside: 1\r\nContent-Length: 4\r\n")
                    .endsWith("\r\n\r\nbody");
        }
    }

    @Test
    void aChunkComesBeforeTheNextIsSent() throws IOException {
        try (var listener = new OneAnswer(
                        socket(), "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nline 1\r\n");
                var answer = get()) {
            assertThat(answer.body().readNBytes(6)).isEqualTo("line 1".getBytes(StandardCharsets.UTF_8));
            assertThat(listener.request()).isNotEmpty();
        }
    }

    @Test
    void chunksMakeOneBody() throws IOException {
        try (var listener = new OneAnswer(
                                socket(),
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n")
                        .thenHangUp();
                var answer = get()) {
            assertThat(answer.body()).hasContent("abcde");
            assertThat(listener.request()).isNotEmpty();
        }
    }

    @Test
    void aHeadHasNoBodyWhateverItsLength() throws IOException {
        try (var listener = new OneAnswer(socket(), "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
                var answer = client().send("HEAD", "/", List.of(), NOTHING)) {
            assertThat(answer.body()).isEmpty();
            assertThat(listener.request()).startsWith("HEAD / ");
        }
    }

    @Test
    void anAnswerThatEndsBeforeItsEndIsAFailure() throws IOException {
        try (var listener = new OneAnswer(socket(), "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello").thenHangUp();
                var answer = get()) {
            assertThatExceptionOfType(EOFException.class)
                    .isThrownBy(() -> answer.body().readAllBytes())
                    .withMessageContaining("45 bytes before its end");
            assertThat(listener.request()).isNotEmpty();
        }
    }

    @Test
    void aChunkedAnswerThatEndsBeforeItsEndIsAFailure() throws IOException {
        try (var listener = new OneAnswer(
                                socket(), "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nline 1\r\n")
                        .thenHangUp();
                var answer = get()) {
            assertThatIOException().isThrownBy(() -> answer.body().readAllBytes());
            assertThat(listener.request()).isNotEmpty();
        }
    }

    @Test
    void silenceHasALimit() throws IOException {
        try (var listener = new OneAnswer(socket(), "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello");
                var answer = new UnixHttp(socket(), Duration.ofMillis(300)).send("GET", "/", List.of(), NOTHING)) {
            assertThatIOException()
                    .isThrownBy(() -> answer.body().readAllBytes())
                    .withMessageContaining("nothing came");
            assertThat(listener.request()).isNotEmpty();
        }
    }

    @Test
    void nobodyListeningIsAFailureOfItsOwn() {
        assertThatExceptionOfType(NobodyThereException.class).isThrownBy(this::get);
    }

    @Test
    void noLineCanBeSmuggledIn() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Header("X-A", "b\r\nX-C: d"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UnixHttp(Path.of("/nowhere"), Duration.ofSeconds(1)) //
                        .send("GET", "/ HTTP/1.1\r\nX-C: d", List.of(), NOTHING));
    }

    private UnixAnswer get() throws IOException {
        return client().send("GET", "/", List.of(), NOTHING);
    }

    private UnixHttp client() {
        return new UnixHttp(socket(), Duration.ofSeconds(20));
    }

    private Path socket() {
        return directory.resolve("s");
    }
}
