package org.lakeside.server.lake.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.rucio.client.Checksums;
import org.lakeside.rucio.client.Did;
import org.lakeside.server.movers.http.HttpMover;

/// Who cancels, or ends the service, waits for nothing: not for a turn, not for others, not for a large file.
@Timeout(120)
final class CancelTest {
    /// On a busy machine; what is not let go lasts longer, or for ever.
    private static final Duration AT_ONCE = Duration.ofSeconds(20);
    private static final int TURNS = 4;

    @TempDir
    Path directory;

    private final Storage storage = new Storage("OPEN");
    private final InMemoryLake lake = new InMemoryLake();
    private final Semaphore delivery = new Semaphore(0);
    private Bench bench;
    private long hugeBytes;
    private long hugeRead;

    @BeforeEach
    void start() {
        bench = new Bench(directory, lake, hanging());
    }

    @AfterEach
    void stop() {
        delivery.release(1000);
        bench.close();
        storage.close();
    }

    @Test
    void aFileThatWaitsForItsTurnIsLetGoAtOnce() {
        String others = start(lake.dataset("others", files("other", TURNS)));
        await().until(() -> delivery.getQueueLength() == TURNS);
        Did late = files("late", 1)[0].did();
        String id = start(late);
        await().until(() -> kind(late) == LocalState.Kind.DOWNLOADING
                && bench.store.activity().of(key(late)).isPresent());

        bench.downloads.cancel(id);

        await().atMost(AT_ONCE).until(() -> kind(late) == LocalState.Kind.ELSEWHERE);
        delivery.release(1000);
        assertThat(bench.ended(others).state()).isInstanceOf(DownloadState.Done.class);
    }

    @Test
    void whoWaitsForAnEndThatDoesNotComeIsLetGoAtOnce() {
        StoredFile file = files("hanging", 1)[0];
        String first = start(file.did());
        await().until(() -> delivery.getQueueLength() == 1);
        bench.downloads.cancel(first);
        Did set = lake.dataset("set", file);
        String second = start(set);
        await().until(() -> bench.downloads.find(second).orElseThrow().state() instanceof DownloadState.Running);

        bench.downloads.cancel(second);

        await().atMost(AT_ONCE).until(() -> kind(set) != LocalState.Kind.DOWNLOADING);
    }

    @Test
    void aLargeFileThatIsReadToBeCheckedIsLetGoAtOnce() throws IOException {
        Did huge = hugeFileInItsPlace();
        String id = start(huge);
        await().until(this::hugeFileIsOpen);

        bench.downloads.cancel(id);

        await().atMost(AT_ONCE).until(() -> !hugeFileIsOpen());
        assertThat(hugeRead).as("bytes read of %d", hugeBytes).isLessThan(hugeBytes / 2);
        await().atMost(AT_ONCE).until(() -> kind(huge) != LocalState.Kind.DOWNLOADING);
    }

    @Test
    void theServiceEndsInTimeWhileALargeFileIsChecked() throws IOException {
        start(hugeFileInItsPlace());
        await().until(this::hugeFileIsOpen);

        assertTimeout(AT_ONCE, bench::close);
    }

    @Test
    void nothingIsReadToTheEndOnceStopped() throws IOException {
        Path file = Files.write(directory.resolve("f"), new byte[100]);
        var stop = new Stop();
        stop.stop();

        for (Checksums sums : new Checksums[] {
            new Checksums(Optional.of("0".repeat(8)), Optional.empty()),
            new Checksums(Optional.empty(), Optional.of("0".repeat(32)))
        }) assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> Verification.of(sums, file, stop));
    }

    /// Delivers when it is allowed to, and does not hear when it is stopped.
    private Mover hanging() {
        return new MoverLike(new HttpMover(new OkHttpClient(), Bench.STALL), _ -> delivery.acquireUninterruptibly());
    }

    private StoredFile[] files(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> name + i)
                .map(each -> lake.file(
                        each, InMemoryLake.bytes(each, 100), storage.put(each, InMemoryLake.bytes(each, 100))))
                .toArray(StoredFile[]::new);
    }

    /// Takes most of a minute to be summed up, but no room.
    private Did hugeFileInItsPlace() throws IOException {
        Path place =
                Files.createDirectories(bench.data.resolve("lake/user.alice")).resolve("huge");
        hugeBytes = Math.min(100_000_000_000L, bench.store.free() / 2);
        try (var file = new RandomAccessFile(place.toFile(), "rw")) {
            file.setLength(hugeBytes);
        }
        return lake.file("huge", hugeBytes, new Checksums(Optional.empty(), Optional.of("0".repeat(32))))
                .did();
    }

    /// Notes how far it has been read.
    private boolean hugeFileIsOpen() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            Optional<Path> huge = open.filter(CancelTest::isHuge).findFirst();
            huge.ifPresent(descriptor -> hugeRead = Math.max(hugeRead, position(descriptor)));
            return huge.isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isHuge(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).endsWith("huge");
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    private static long position(Path descriptor) {
        try {
            var lines = Files.readAllLines(Path.of("/proc/self/fdinfo").resolve(descriptor.getFileName()));
            return Long.parseLong(lines.getFirst().replaceFirst("pos:\\s*", ""));
        } catch (IOException e) {
            return 0; // closed meanwhile
        }
    }

    private String start(Did did) {
        return bench.downloads.start(InMemoryLake.INSTANCE, did).id();
    }

    private LocalState.Kind kind(Did did) {
        return bench.state(did).kind();
    }

    private static Key key(Did did) {
        return new Key(InMemoryLake.INSTANCE, did);
    }
}
