package org.lakeside.server.lake.transfer;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.lakeside.rucio.client.Did;
import org.lakeside.server.index.SqliteIndex;
import org.lakeside.server.movers.http.HttpMover;

/// Store and downloads over a real index, a real mover and a directory of the test's own; its time passes when somebody
/// waits.
final class Bench implements AutoCloseable {
    /// Not what a test waits for: those of silent storages have movers of their own.
    static final Duration STALL = Duration.ofSeconds(30);

    final InMemoryLake lake;
    final TestClock clock;
    final Store store;
    final Downloads downloads;
    final List<Download> heard = new CopyOnWriteArrayList<>();
    final Path data;
    private boolean open = true;

    Bench(Path directory) {
        this(directory, new InMemoryLake(), "boot-1");
    }

    Bench(Path directory, InMemoryLake lake, String boot) {
        this(directory, directory.resolve("state"), lake, boot);
    }

    Bench(Path directory, Path state, InMemoryLake lake, String boot) {
        this(directory, state, lake, boot, new HttpMover(new OkHttpClient(), STALL));
    }

    Bench(Path directory, InMemoryLake lake, Mover mover) {
        this(directory, directory.resolve("state"), lake, "boot-1", mover);
    }

    private Bench(Path directory, Path state, InMemoryLake lake, String boot, Mover mover) {
        this.lake = lake;
        this.clock = new TestClock();
        this.data = directory.resolve("data");
        this.store = Store.open(data, new SqliteIndex(state), boot, Clock.systemUTC());
        this.downloads = new Downloads(store, lake, lake, List.of(mover), 4, clock, (wait, stop) -> clock.pass(wait));
        downloads.listen(heard::add);
    }

    Download fetch(Did did) {
        return ended(downloads.start(InMemoryLake.INSTANCE, did).id());
    }

    Download ended(String id) {
        return await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> downloads.find(id).orElseThrow(),
                        download -> download.state().over());
    }

    LocalState state(Did did) {
        return store.state(InMemoryLake.INSTANCE, did);
    }

    byte[] content(Did did) throws IOException {
        return Files.readAllBytes(store.completePath(InMemoryLake.INSTANCE, did).orElseThrow());
    }

    /// All files that a user can see.
    List<String> visible() throws IOException {
        List<String> names = new ArrayList<>();
        if (!Files.exists(data)) return names;
        try (Stream<Path> all = Files.walk(data)) {
            all.filter(Files::isRegularFile)
                    .map(file -> data.relativize(file).toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .forEach(names::add);
        }
        return names;
    }

    List<Path> growing() throws IOException {
        Path partials = data.resolve(".lakeside/partial");
        if (!Files.exists(partials)) return List.of();
        try (Stream<Path> all = Files.walk(partials)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Override
    public void close() {
        if (!open) return;
        open = false;
        downloads.close();
        store.close();
    }
}
