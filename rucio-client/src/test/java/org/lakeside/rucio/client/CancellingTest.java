package org.lakeside.rucio.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whoever does not want to know any more gets their thread back at once.
@Timeout(60)
class CancellingTest extends WithRucio {
    private static final Timeouts PATIENT =
            new Timeouts(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1));

    /// Shorter than PATIENT.
    private static final Duration AMPLE = Duration.ofSeconds(20);

    private final CompletableFuture<Throwable> outcome = new CompletableFuture<>();
    private final AtomicBoolean stillInterrupted = new AtomicBoolean();

    @ParameterizedTest
    @MethodSource("org.lakeside.rucio.client.EveryCall#each")
    void anInterruptedThreadNeedNotWaitForRucio(EveryCall call) throws Exception {
        answers(Recorded.builder(call.goodAnswer()).onResponseStart(SocketEffect.Stall.INSTANCE));
        RucioClient client = builder().timeouts(PATIENT).build();

        Thread waiting = inTheBackground(() -> call.of(client));
        rucio.takeRequest();
        waiting.interrupt();

        assertThat(outcome.get(30, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
        assertThat(stillInterrupted).isTrue();
    }

    @ParameterizedTest
    @MethodSource("org.lakeside.rucio.client.EveryCall#givingRows")
    void anInterruptedThreadNeedNotWaitForTheNextRow(EveryCall call) throws Exception {
        answers(Recorded.builder(call.goodAnswer()).onResponseBody(SocketEffect.Stall.INSTANCE));
        RucioClient client = builder().timeouts(PATIENT).build();

        Thread waiting = inTheBackground(() -> call.of(client));
        rucio.takeRequest();
        await().atMost(AMPLE).until(() -> isWaiting(waiting));
        waiting.interrupt();

        assertThat(outcome.get(30, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
    }

    @Test
    void anInterruptedThreadNeedNotWaitForTheConnection() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Socket> queue = fill(full);
            RucioClient client = RucioClient.builder(URI.create("http://127.0.0.1:" + full.getLocalPort()))
                    .timeouts(PATIENT)
                    .build();

            Thread waiting = inTheBackground(client::ping);
            await().atMost(AMPLE).until(() -> isWaiting(waiting));
            waiting.interrupt();

            assertThat(outcome.get(30, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
            for (Socket socket : queue) {
                socket.close();
            }
        }
    }

    @Test
    void anInterruptedThreadNeedNotWaitForTheNextTry() throws Exception {
        answers(new MockResponse.Builder().code(503).addHeader("Retry-After", "50"));
        RucioClient client = builder().timeouts(PATIENT).build();

        Thread waiting = inTheBackground(client::ping);
        rucio.takeRequest();
        await().atMost(AMPLE).until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
        waiting.interrupt();

        assertThat(outcome.get(30, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
        assertThat(rucio.getRequestCount()).isEqualTo(1);
    }

    @Test
    void aStreamCanBeClosedByAnotherThreadWhileItIsRead() throws Exception {
        answers(new MockResponse.Builder()
                .addHeader("Content-Type", "application/x-json-stream")
                .body("{\"scope\": \"data\", \"name\": \"a\", \"bytes\": 1}\n" + "x".repeat(100_000))
                .throttleBody(60, 1, TimeUnit.MINUTES));
        RowStream<FileInDid> files = builder().timeouts(PATIENT).build().dids().files(tokens, OK);
        assertThat(files.next().did()).isEqualTo(new Did("data", "a"));

        Thread waiting = inTheBackground(() -> files.forEachRemaining(_ -> {}));
        await().atMost(AMPLE).until(() -> isWaiting(waiting));
        files.close();

        assertThat(outcome.get(30, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
    }

    @Test
    void closingEarlyDoesNotReadTheRest() {
        answers(new MockResponse.Builder()
                .addHeader("Content-Type", "application/x-json-stream")
                .body("{\"scope\": \"data\", \"name\": \"a\", \"bytes\": 1}\n" + "x".repeat(100_000))
                .throttleBody(60, 1, TimeUnit.MINUTES));
        RowStream<FileInDid> files = builder().timeouts(PATIENT).build().dids().files(tokens, OK);

        files.next();
        long began = System.nanoTime();
        files.close();
        files.close();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
        assertThatExceptionOfType(CancellationException.class).isThrownBy(files::hasNext);
    }

    @Test
    void aListReadToItsEndLeavesItsConnectionToTheNext() throws Exception {
        answers("files.http");
        answers("files.http");
        RucioClient client = client();

        EveryCall.all(client.dids().files(tokens, OK));
        EveryCall.all(client.dids().files(tokens, OK));

        assertThat(rucio.takeRequest().getConnectionIndex())
                .isEqualTo(rucio.takeRequest().getConnectionIndex());
    }

    private Thread inTheBackground(Runnable call) {
        return Thread.ofVirtual().start(() -> {
            try {
                call.run();
                outcome.completeExceptionally(new AssertionError("it ended as if nothing were"));
            } catch (RuntimeException e) {
                stillInterrupted.set(Thread.currentThread().isInterrupted());
                outcome.complete(e);
            }
        });
    }

    private static boolean isWaiting(Thread thread) {
        return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
    }

    /// Connections nobody accepts, until the next one has to wait.
    private static List<Socket> fill(ServerSocket server) throws IOException {
        List<Socket> queue = new ArrayList<>();
        while (queue.size() < 50) {
            Socket socket = new Socket();
            queue.add(socket);
            try {
                socket.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), 200);
            } catch (SocketTimeoutException _) {
                return queue;
            }
        }
        throw new IllegalStateException("the queue of connections does not fill");
    }
}
