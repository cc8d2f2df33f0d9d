package org.lakeside.server.lake.transfer;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lakeside.rucio.client.Did;

/// The files that are on this machine. Answers from memory and index: nothing here asks the catalogue.
@SuppressWarnings("DoNotCallSuggester")
public final class Store implements AutoCloseable {
    private Store() {}

    /// Opens the store whose readable files lie below `data`. The index is not touched before it is needed.
    public static Store open(Path data, StoreIndex index, Clock clock) {
        throw new UnsupportedOperationException("following");
    }

    /// Where the file can be opened, if it is complete, verified and unchanged since.
    public Optional<Path> completePath(String instance, Did did) {
        throw new UnsupportedOperationException("following");
    }

    /// The same, and only if it is still what the catalogue says.
    public Optional<Path> completePath(StoredFile file) {
        throw new UnsupportedOperationException("following");
    }

    /// How much of a file or collection is here.
    public LocalState state(String instance, Did did) {
        throw new UnsupportedOperationException("following");
    }

    public Map<Did, LocalState> states(String instance, Collection<Did> dids) {
        throw new UnsupportedOperationException("following");
    }

    /// The files of a DID as far as this store has ever been told them, by name; empty when it never was. At most
    /// `limit` of them.
    public Optional<List<LocalFile>> filesOf(String instance, Did did, int limit) {
        throw new UnsupportedOperationException("following");
    }

    /// What is here of these files.
    public List<LocalFile> look(Collection<StoredFile> files) {
        throw new UnsupportedOperationException("following");
    }

    /// Tells the store which files a DID has now, as a listing has just said.
    public void noteListed(String instance, Did did, Listing.Plan plan) {
        throw new UnsupportedOperationException("following");
    }

    /// Bytes that complete and partial files take.
    public long used() {
        throw new UnsupportedOperationException("following");
    }

    /// Bytes that can still be written where the files lie.
    public long free() {
        throw new UnsupportedOperationException("following");
    }

    public Path directory() {
        throw new UnsupportedOperationException("following");
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException("following");
    }
}
