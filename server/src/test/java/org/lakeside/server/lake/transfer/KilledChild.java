package org.lakeside.server.lake.transfer;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import okhttp3.OkHttpClient;
import org.lakeside.rucio.client.Did;
import org.lakeside.server.index.SqliteIndex;
import org.lakeside.server.movers.http.HttpMover;

/// A process of its own that downloads and says how far it is, until it is done or killed.
final class KilledChild {
    static final int LARGE = 8 * 1024 * 1024 + 5;
    static final int SMALL = 30_000;
    static final int SMALL_FILES = 40;

    private KilledChild() {}

    /// Arguments: its directory, and the storage's address.
    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[0]);
        var lake = lake(args[1]);
        Did all = new Did("user.alice", "all");
        try (var store = Store.open(
                        directory.resolve("data"), new SqliteIndex(directory.resolve("state")), Clock.systemUTC());
                var downloads = new Downloads(
                        store,
                        lake,
                        lake,
                        List.of(new HttpMover(new OkHttpClient(), Duration.ofSeconds(30))),
                        2,
                        Clock.systemUTC())) {
            downloads.resumeUnfinished();
            String id = downloads.start(InMemoryLake.INSTANCE, all).id();
            Download now = downloads.find(id).orElseThrow();
            while (!now.state().over()) {
                System.out.printf(
                        "kept %d of large, %d files%n", kept(store), now.files().done());
                Thread.sleep(20); // the child's own pace of talking; nothing waits for it
                now = downloads.find(id).orElseThrow();
            }
            System.out.println(now.state());
        }
    }

    static InMemoryLake lake(String storage) {
        var lake = new InMemoryLake();
        StoredFile[] files = new StoredFile[SMALL_FILES + 1];
        for (int i = 0; i < SMALL_FILES; i++) files[i] = file(lake, storage, "small-" + i, SMALL);
        files[SMALL_FILES] = file(lake, storage, "large", LARGE);
        lake.dataset("all", files);
        return lake;
    }

    private static StoredFile file(InMemoryLake lake, String storage, String name, int bytes) {
        return lake.file(name, InMemoryLake.bytes(name, bytes), new Source("OPEN", URI.create(storage + "/" + name)));
    }

    /// What a process that starts now would find.
    private static long kept(Store store) {
        var large = store.index().find(InMemoryLake.INSTANCE, InMemoryLake.did("large"));
        return large.isPresent() && large.get().presence() instanceof Presence.Partial partial
                ? partial.bytesHere()
                : 0;
    }
}
