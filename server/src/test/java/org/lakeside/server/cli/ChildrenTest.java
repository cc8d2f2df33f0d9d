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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Lists that come in pages, from a service that has prepared its answers.
@Timeout(60)
class ChildrenTest {
    @TempDir
    Path directory;

    private final List<String> seen = new ArrayList<>();
    private ServerSocketChannel server;
    private Children children;

    @BeforeEach
    void listen() throws IOException {
        Path socket = directory.resolve("s");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        children = new Children(new ServiceClient(socket), "lake", "s:all");
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void everyRowOfEveryPageComes() {
        answer(page("7-2", "null", "a", "b"), page("", "3", "c"));

        assertThat(read()).isEqualTo(3);
        assertThat(seen).containsExactly("a", "b", "c");
    }

    @Test
    void oneThatIsReadAnewHalfWayEndsBeforeARowComesTwice() {
        answer(page("7-2", "null", "a", "b"), page("8-2", "null", "b", "a"));

        assertThatExceptionOfType(Failure.class)
                .isThrownBy(this::read)
                .returns(ExitCode.UNAVAILABLE, Failure::code)
                .withMessageContaining("s:all");
        assertThat(seen).containsExactly("a", "b");
    }

    @Test
    void soDoesOneThatIsReadAnewToItsEnd() {
        answer(page("7-2", "null", "a", "b"), page("", "3", "c", "b", "a"));

        assertThatExceptionOfType(Failure.class).isThrownBy(this::read);
        assertThat(seen).containsExactly("a", "b");
    }

    @Test
    void oneThatIsNotWholeIsNotTakenForWhole() {
        answer(page("", "null", "a").replace("}]", "}],\"cut\":\"limit\""));

        assertThatExceptionOfType(Failure.class)
                .isThrownBy(this::read)
                .returns(ExitCode.UNAVAILABLE, Failure::code)
                .withMessageContaining("after these 1 rows");
        assertThat(seen).containsExactly("a");
    }

    @Test
    void oneThatStalledSaysSo() {
        answer(page("7-1", "null", "a"), page("", "null", "b").replace("}]", "}],\"cut\":\"stalled\""));

        assertThatExceptionOfType(Failure.class).isThrownBy(this::read).withMessageContaining("breaks off");
        assertThat(seen).containsExactly("a", "b");
    }

    private long read() {
        return children.each(row -> seen.add(row.path("did").asString("")));
    }

    private static String page(String cursor, String total, String... dids) {
        var rows = String.join(
                ",", List.of(dids).stream().map("{\"did\":\"%s\"}"::formatted).toList());
        return "{\"rows\":[%s],\"cursor\":%s,\"total\":%s}"
                .formatted(rows, cursor.isEmpty() ? "null" : "\"" + cursor + "\"", total);
    }

    /// To one request after the other, each on a connection of its own.
    private void answer(String... bodies) {
        Thread.ofVirtual().start(() -> {
            for (String body : bodies) {
                try (SocketChannel connection = server.accept()) {
                    connection.read(ByteBuffer.allocate(10_000));
                    connection.write(ByteBuffer.wrap("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n%s"
                            .formatted(body)
                            .getBytes(StandardCharsets.UTF_8)));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
    }
}
