package org.lakeside.server.unix;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/// A listener that takes one request, says what it was told to say, byte for byte, and closes when told to.
final class OneAnswer implements AutoCloseable {
    private final ServerSocketChannel listener;
    private final CompletableFuture<String> request = new CompletableFuture<>();
    private final CountDownLatch mayClose = new CountDownLatch(1);

    OneAnswer(Path socket, String answer) throws IOException {
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().start(() -> serve(answer));
    }

    String request() {
        return request.join();
    }

    /// Lets the connection end behind the answer.
    OneAnswer thenHangUp() {
        mayClose.countDown();
        return this;
    }

    @Override
    public void close() throws IOException {
        mayClose.countDown();
        listener.close();
    }

    private void serve(String answer) {
        try (var connection = listener.accept()) {
            var bytes = ByteBuffer.allocate(64 << 10);
            connection.read(bytes);
            request.complete(new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1));
            connection.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.ISO_8859_1)));
            mayClose.await();
        } catch (IOException | InterruptedException e) {
            request.completeExceptionally(e);
        }
    }
}
