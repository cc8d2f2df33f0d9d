package org.lakeside.server.lake.transfer;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidType;

/// What the store remembers. Crash-safe, on local disk, opened at first use. What `put…` has returned from is there
/// after the process was killed.
public interface StoreIndex extends AutoCloseable {
    /// A file, and what is here of it.
    record Entry(StoredFile file, Presence presence) {}

    /// Sums over the files of a DID.
    ///
    /// @param partialBytes of files that are not complete
    record Totals(
            long files, long bytes, long filesHere, long bytesHere, long partialBytes, long unverified, long bad) {}

    /// Tells this store from others over the same data; stays as long as the index does. Good as a file's name.
    String id();

    Optional<Entry> find(String instance, Did did);

    /// Those that are known; the order is open.
    List<Entry> findAll(String instance, Collection<Did> dids);

    void put(Collection<Entry> entries);

    /// Notes that a complete file is not there any more, unless something newer is known of it than `seen`.
    void noteGone(StoredFile file, Presence.Complete seen);

    /// Begins to take down which files a DID has. Nobody sees the list before it is published; files that are said to
    /// have other bytes than before are absent at once.
    Draft draft(String instance, Did did);

    /// A list that is being made, on the disk and not in memory; by one thread. Closing it throws it away, unless it
    /// was published.
    interface Draft extends Listing.Files, AutoCloseable {
        /// Replaces what was known of the DID's files.
        void publish(Listing.Plan plan);

        @Override
        void close();
    }

    /// Those of these DIDs whose files have been listed.
    Set<Did> listed(String instance, Collection<Did> dids);

    /// Sums over the files of a DID, if they have been listed.
    Optional<Totals> totals(String instance, Did did);

    /// The type of a DID, if its files have been listed.
    Optional<DidType> type(String instance, Did did);

    /// What the catalogue said of a DID as a whole when its files were listed, if it did.
    Optional<Listing.Told> told(String instance, Did did);

    /// At most `limit` files of a DID, by name, after `after`.
    List<Entry> members(String instance, Did did, Optional<Did> after, int limit);

    /// Names of files that grow.
    Set<String> temporaries();

    /// Bytes of all that is here, complete or not.
    long used();

    void putDownload(Download download);

    void removeDownload(String id);

    /// Newest first.
    List<Download> downloads();

    @Override
    void close();
}
