package org.lakeside.server.lake.transfer;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import okhttp3.OkHttpClient;
import org.lakeside.server.index.SqliteIndex;
import org.lakeside.server.movers.http.HttpMover;

/// A process of its own that downloads as many large files at once as can be set.
final class ManyAtOnceChild {
    static final int FILES = 32;
    static final int BYTES = 3 * 1024 * 1024 + 5;

    private ManyAtOnceChild() {}

    /// Arguments: its directory, and the storage's address.
    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[0]);
        var lake = new InMemoryLake();
        StoredFile[] files = new StoredFile[FILES];
        for (int i = 0; i < FILES; i++)
            files[i] = lake.file(
                    "f" + i, InMemoryLake.bytes("f" + i, BYTES), new Source("OPEN", URI.create(args[1] + "/f" + i)));
        var all = lake.dataset("all", files);
        var mover = new HttpMover(new OkHttpClient(), Duration.ofSeconds(60));
        try (var store = Store.open(
                        directory.resolve("data"), new SqliteIndex(directory.resolve("state")), Clock.systemUTC());
                var downloads = new Downloads(store, lake, lake, List.of(mover), FILES, Clock.systemUTC())) {
            String id = downloads.start(InMemoryLake.INSTANCE, all).id();
            Download now = downloads.find(id).orElseThrow();
            while (!now.state().over()) {
                Thread.sleep(20); // nothing waits for it
                now = downloads.find(id).orElseThrow();
            }
            System.out.println(now.state());
        }
    }
}
