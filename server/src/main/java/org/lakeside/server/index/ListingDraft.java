package org.lakeside.server.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.lakeside.rucio.client.Did;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.transfer.Listing;
import org.lakeside.server.lake.transfer.StoreIndex;
import org.lakeside.server.lake.transfer.StoredFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A list of files that is being written down, with a page of it in memory.
final class ListingDraft implements StoreIndex.Draft {
    private static final Logger log = LoggerFactory.getLogger(ListingDraft.class);
    private static final int PAGE = 1000;
    private static final long NONE = 0;

    private final Database database;
    private final String instance;
    private final Did did;
    private final long number;
    private final List<StoredFile> page = new ArrayList<>(PAGE);
    private boolean published;

    private ListingDraft(Database database, String instance, Did did, long number) {
        this.database = database;
        this.instance = instance;
        this.did = did;
        this.number = number;
    }

    /// @param first before the first one of this process: those that are there were left by one that is gone
    static ListingDraft begin(Database database, String instance, Did did, First first) {
        var number = new AtomicLong();
        database.write(on -> {
            if (first.once()) DraftRows.removeAll(on);
            number.set(DraftRows.begin(on));
        });
        return new ListingDraft(database, instance, did, number.get());
    }

    /// Asked by the one thread that writes.
    interface First {
        /// Whether nobody has asked before.
        boolean once();
    }

    @Override
    public void add(StoredFile file) {
        page.add(file);
        if (page.size() >= PAGE) write();
    }

    @Override
    public List<StoredFile> withoutChecksum(Optional<Did> after) {
        write();
        return database.read(on -> DraftRows.withoutChecksum(on, number, after, PAGE));
    }

    @Override
    public void publish(Listing.Plan plan) {
        write();
        var old = new AtomicLong(NONE);
        database.write(
                on -> old.set(DraftRows.publish(on, number, instance, did, plan).orElse(NONE)));
        published = true;
        if (old.get() != NONE) remove(old.get());
    }

    @Override
    public void close() {
        if (!published) remove(number);
    }

    private void write() {
        if (page.isEmpty()) return;
        List<StoredFile> files = List.copyOf(page);
        database.write(on -> DraftRows.add(on, number, files));
        page.clear();
    }

    /// What cannot be removed now is removed by the next process.
    private void remove(long listing) {
        try {
            database.write(on -> DraftRows.remove(on, listing));
        } catch (LakeException e) {
            log.warn("an old list of {} could not be removed from the index", did, e);
        }
    }
}
