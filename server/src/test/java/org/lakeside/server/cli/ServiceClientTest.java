package org.lakeside.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The way to the service, over a real Unix socket with a service that does not do what it should.
@Timeout(60)
class ServiceClientTest {
    @TempDir
    Path directory;

    private ServerSocketChannel server;
    private ServiceClient client;

    @BeforeEach
    void listen() throws IOException {
        Path socket = directory.resolve("s");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        client = new ServiceClient(socket);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void anAnswerIsRead() {
        answer("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{\"name\":\"é\"}");

        assertThat(client.get("health").path("name").asString("")).isEqualTo("é");
    }

    @Test
    void aServiceThatSaysNothingIsGivenUp() {
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> client.hasty(Duration.ofMillis(300)).get("health"))
                .returns(ExitCode.UNAVAILABLE, Failure::code)
                .withMessageContaining("timeout");
    }

    @Test
    void aServiceThatEndsWithinItsAnswerIsNoticed() {
        answer("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"name\"");

        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> client.get("health"))
                .returns(ExitCode.UNAVAILABLE, Failure::code);
    }

    @Test
    void aSocketThatNobodyListensOnIsNoticed() throws IOException {
        server.close();

        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> client.get("health"))
                .returns(ExitCode.UNAVAILABLE, Failure::code)
                .withMessageContaining(directory.resolve("s").toString());
    }

    @Test
    void somebodyElseOnTheSocketIsNotTakenForTheService() {
        answer("HTTP/1.1 500 Oops\r\nContent-Length: 4\r\n\r\nOops");

        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> client.get("health"))
                .withMessageContaining("it answered 500, not as Lakeside does");
    }

    @Test
    void eventsComeOneByOneUntilTheStreamEnds() {
        answer(
                "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"type\":\"alive\",\"id\":1}\n{\"type\":\"end\",\"id\":1}\n");

        try (EventLines events = client.events(OptionalLong.empty())) {
            assertThat(events.next())
                    .hasValueSatisfying(
                            one -> assertThat(one.path("type").asString("")).isEqualTo("alive"));
            assertThat(events.next()).isPresent();
            assertThat(events.next()).isEmpty();
        }
    }

    @Test
    void eventsThatAreCutOffAreNoEndOfTheStream() {
        answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n18\r\n{\"type\":\"alive\",\"id\":1}\n\r\n");

        try (EventLines events = client.events(OptionalLong.empty())) {
            assertThat(events.next()).isPresent();
            assertThatExceptionOfType(Failure.class)
                    .isThrownBy(events::next)
                    .returns(ExitCode.UNAVAILABLE, Failure::code);
        }
    }

    /// To the next request, whatever it is; then the connection ends.
    private void answer(String http) {
        Thread.ofVirtual().start(() -> {
            try (SocketChannel connection = server.accept()) {
                connection.read(ByteBuffer.allocate(10_000));
                connection.write(ByteBuffer.wrap(http.getBytes(StandardCharsets.UTF_8)));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
