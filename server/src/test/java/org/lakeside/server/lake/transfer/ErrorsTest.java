package org.lakeside.server.lake.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.rucio.client.Did;
import org.lakeside.server.index.SqliteIndex;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.movers.http.HttpMover;

/// What happens when the virtual machine itself fails, as without memory.
@Timeout(60)
final class ErrorsTest {
    @TempDir
    Path directory;

    private final Storage open = new Storage("OPEN");
    private final InMemoryLake lake = new InMemoryLake();

    @AfterEach
    void stop() {
        open.close();
    }

    @Test
    void aFileWithoutMemoryFailsAndTheOthersCome() {
        var http = new HttpMover(new OkHttpClient(), Bench.STALL);
        Mover greedy = new MoverLike(http, source -> {
            if (source.uri().getPath().endsWith("greedy")) throw new OutOfMemoryError("a test's");
        });
        byte[] content = InMemoryLake.bytes("good", 100);
        Did set = lake.dataset(
                "set",
                lake.file("greedy", content, open.put("greedy", content)),
                lake.file("good", content, open.put("good", content)));

        try (var bench = new Bench(directory, lake, greedy)) {
            Download download = bench.fetch(set);

            assertThat(download.files()).isEqualTo(new Download.Files(2, 1, 1));
            assertThat(DownloadsTest.problem(download).detail()).contains("user.alice:greedy", "no memory left");
            assertThat(DownloadsTest.problem(download).kind()).isEqualTo(Problem.Kind.UNFORESEEN);
            assertThat(bench.state(InMemoryLake.did("greedy")).kind()).isEqualTo(LocalState.Kind.ELSEWHERE);
        }
    }

    @Test
    void filesThatArriveAfterAnErrorStillComeToTheirPlaces() throws Exception {
        var failing = new AtomicBoolean(true);
        try (StoreIndex index = new SqliteIndex(directory.resolve("state"));
                var finisher = new Finisher(failingToPut(index, failing))) {
            CompletableFuture<Path> first = finisher.place(file("first"), grown(), directory.resolve("first"), true);
            assertThat(first).failsWithin(Duration.ofSeconds(20));
            failing.set(false);

            CompletableFuture<Path> second = finisher.place(file("second"), grown(), directory.resolve("second"), true);

            assertThat(second.get(20, TimeUnit.SECONDS)).exists();
        }
    }

    private PartialFile grown() throws IOException {
        return PartialFile.create(directory, 0);
    }

    private static StoredFile file(String name) {
        return new StoredFile(InMemoryLake.INSTANCE, InMemoryLake.did(name), 0, InMemoryLake.adler32(new byte[0]));
    }

    private static StoreIndex failingToPut(StoreIndex index, AtomicBoolean failing) {
        return (StoreIndex) Proxy.newProxyInstance(
                StoreIndex.class.getClassLoader(), new Class<?>[] {StoreIndex.class}, (_, method, arguments) -> {
                    if (failing.get() && method.getName().equals("put")) throw new OutOfMemoryError("a test's");
                    try {
                        return method.invoke(index, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
