package org.lakeside.server.index;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidType;
import org.lakeside.server.lake.transfer.Download;
import org.lakeside.server.lake.transfer.Listing;
import org.lakeside.server.lake.transfer.Presence;
import org.lakeside.server.lake.transfer.StoreIndex;
import org.lakeside.server.lake.transfer.StoredFile;

/// The index as one SQLite file, opened at its first use. Losing it costs checking what lies in the store again, never
/// data: so one that cannot be read is put aside.
public final class SqliteIndex implements StoreIndex {
    private static final String FILE = "index.sqlite";

    private final Database database;
    private final AtomicBoolean drafted = new AtomicBoolean();

    /// The index below `state`; nothing is opened yet.
    ///
    /// @param state a directory on a local disk, ours alone
    public SqliteIndex(Path state) {
        this.database = new Database(state.resolve(FILE));
    }

    @Override
    public String id() {
        return database.read(Schema::storeId);
    }

    @Override
    public Optional<Entry> find(String instance, Did did) {
        return database.read(on -> FileRows.find(on, instance, did));
    }

    @Override
    public List<Entry> findAll(String instance, Collection<Did> dids) {
        return database.read(on -> FileRows.findAll(on, instance, dids));
    }

    @Override
    public void put(Collection<Entry> entries) {
        List<Entry> all = List.copyOf(entries);
        database.write(on -> FileRows.put(on, all));
    }

    @Override
    public void noteGone(StoredFile file, Presence.Complete seen) {
        database.write(on -> FileRows.noteGone(on, file, seen.fingerprint()));
    }

    @Override
    public Draft draft(String instance, Did did) {
        return ListingDraft.begin(database, instance, did, () -> drafted.compareAndSet(false, true));
    }

    @Override
    public Set<Did> listed(String instance, Collection<Did> dids) {
        return database.read(on -> Set.copyOf(ListingRows.listed(on, instance, dids)));
    }

    @Override
    public Optional<Totals> totals(String instance, Did did) {
        return database.read(on -> ListingRows.totals(on, instance, did));
    }

    @Override
    public Optional<DidType> type(String instance, Did did) {
        return database.read(on -> ListingRows.type(on, instance, did));
    }

    @Override
    public Optional<Listing.Told> told(String instance, Did did) {
        return database.read(on -> ListingRows.told(on, instance, did));
    }

    @Override
    public List<Entry> members(String instance, Did did, Optional<Did> after, int limit) {
        return database.read(on -> ListingRows.members(on, instance, did, after, limit));
    }

    @Override
    public Set<String> temporaries() {
        return database.read(FileRows::temporaries);
    }

    @Override
    public long used() {
        return database.read(FileRows::used);
    }

    @Override
    public void putDownload(Download download) {
        database.write(on -> DownloadRows.put(on, download));
    }

    @Override
    public void removeDownload(String id) {
        database.write(on -> DownloadRows.remove(on, id));
    }

    @Override
    public List<Download> downloads() {
        return database.read(DownloadRows::all);
    }

    @Override
    public void close() {
        database.close();
    }

    @Override
    public String toString() {
        return "index " + database;
    }
}
