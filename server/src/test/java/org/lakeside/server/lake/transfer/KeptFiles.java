package org.lakeside.server.lake.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lakeside.rucio.client.Checksums;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidType;
import org.lakeside.server.index.SqliteIndex;
import org.lakeside.server.lake.transfer.Listing.Plan;
import org.lakeside.server.lake.transfer.Listing.Told;
import org.lakeside.server.lake.transfer.Presence.Complete;
import org.lakeside.server.lake.transfer.StoreIndex.Entry;

/// A store with files of one byte in it, as downloads would have left them.
public final class KeptFiles implements AutoCloseable {
    private static final Checksums SUM = new Checksums(Optional.of("00620062"), Optional.empty());

    private final Store store;
    private final SqliteIndex index;
    private final Path data;

    public KeptFiles(Path data, Path state) {
        this.data = data;
        this.index = new SqliteIndex(state);
        this.store = Store.open(data, index, Clock.systemUTC());
    }

    public Store store() {
        return store;
    }

    /// Tells the store of which files a DID is.
    public void list(Did did, DidType type, List<Did> files, Optional<Told> told) {
        try (var draft = index.draft("lake", did)) {
            files.forEach(file -> draft.add(file(file)));
            draft.publish(new Plan(type, told));
        }
    }

    public void bring(List<Did> files, boolean verified) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (var did : files) {
            var path = path(did);
            Files.createDirectories(path.getParent());
            Files.writeString(path, "a");
            entries.add(new Entry(
                    new StoredFile("lake", did, 1, verified ? SUM : Checksums.NONE),
                    new Complete(Fingerprint.of(path).orElseThrow(), verified)));
        }
        index.put(entries);
    }

    public Path path(Did did) {
        return data.resolve("lake").resolve(did.scope()).resolve(did.name());
    }

    private StoredFile file(Did did) {
        return new StoredFile("lake", did, 1, Checksums.NONE);
    }

    @Override
    public void close() {
        store.close();
    }
}
