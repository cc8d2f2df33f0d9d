package org.lakeside.server.lake.availability;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidType;
import org.lakeside.server.lake.availability.Handles.Count;
import org.lakeside.server.lake.transfer.Listing;
import org.lakeside.server.lake.transfer.Listing.Told;
import org.lakeside.server.lake.transfer.LocalFile;
import org.lakeside.server.lake.transfer.LocalState.Kind;
import org.lakeside.server.lake.transfer.Store;
import org.lakeside.server.lake.transfer.StoreIndex.Totals;

/// DIDs as handles for a kernel. What the store has been told of a DID is enough, so that a notebook
/// opens while Rucio hangs; only a DID it has never heard of is asked for. Whether the catalogue has
/// changed since is asked beside it, and waited for only shortly. Of a large dataset, a page of files is
/// in memory at a time.
public final class Attachments implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final Store store;
    private final Listing listing;
    private final Recount recount;

    public Attachments(Store store, Listing listing, Counts counts) {
        this(store, listing, counts, PATIENCE);
    }

    Attachments(Store store, Listing listing, Counts counts, Duration patience) {
        this.store = store;
        this.listing = listing;
        this.recount = new Recount(counts, patience);
    }

    /// The handles of a DID.
    ///
    /// @param unverifiedToo whether to hand out files that the catalogue has no checksum for
    public Handles handles(String instance, Did did, boolean unverifiedToo) {
        return listed(instance, did, unverifiedToo)
                .or(() -> wholeFile(instance, did, unverifiedToo))
                .orElseGet(() -> {
                    store.list(instance, did, listing);
                    return listed(instance, did, unverifiedToo)
                            .orElseThrow(() -> new IllegalStateException("the list of %s is gone".formatted(did)));
                });
    }

    @Override
    public void close() {
        recount.close();
    }

    /// Of a DID whose files the store has been told.
    private Optional<Handles> listed(String instance, Did did, boolean unverifiedToo) {
        return store.typeOf(instance, did).map(type -> {
            var first = store.filesOf(instance, did, Optional.empty(), Handles.MOST_SHOWN);
            var totals = looked(instance, did, first);
            return new Handles(
                    did,
                    type,
                    totals.files() == first.size() ? count(first) : count(totals),
                    first,
                    unverifiedToo,
                    change(instance, did, type, totals),
                    to -> giveAll(instance, did, first, unverifiedToo, totals.files(), to));
        });
    }

    /// A file that came as part of a dataset is known without ever having been asked for itself.
    private Optional<Handles> wholeFile(String instance, Did did, boolean unverifiedToo) {
        return store.findFile(instance, did)
                .filter(file -> file.path().isPresent())
                .map(List::of)
                .map(file -> new Handles(
                        did,
                        DidType.FILE,
                        count(file),
                        file,
                        unverifiedToo,
                        Optional.empty(),
                        to -> giveAll(instance, did, file, unverifiedToo, 1, to)));
    }

    /// The sums of the index, after it has been held against the disk if by it all is here.
    private Totals looked(String instance, Did did, List<LocalFile> first) {
        var believed = totals(instance, did);
        if (believed.files() == first.size() || count(believed).missing() > 0) return believed;
        for (var page = after(instance, did, first); !page.isEmpty(); ) page = after(instance, did, page);
        return totals(instance, did);
    }

    private Optional<Change> change(String instance, Did did, DidType type, Totals kept) {
        Optional<Told> then = store.told(instance, did);
        boolean settled =
                type == DidType.DATASET && then.isPresent() && !then.get().open();
        if (type == DidType.FILE || settled) return Optional.empty();
        return recount.now(new Recount.Subject(instance, did, kept.files(), kept.bytes()))
                .flatMap(now -> Change.between(type, kept, then, now));
    }

    private void giveAll(
            String instance, Did did, List<LocalFile> first, boolean unverifiedToo, long files, Consumer<Path> to) {
        long given = 0;
        for (var page = first; !page.isEmpty(); page = given < files ? after(instance, did, page) : List.of()) {
            for (var local : page) {
                if (!unverifiedToo && local.state().kind() != Kind.HERE) throw changed(did);
                to.accept(local.path().orElseThrow(() -> changed(did)));
                given++;
            }
        }
        if (given != files) throw changed(did);
    }

    private List<LocalFile> after(String instance, Did did, List<LocalFile> page) {
        var last = page.getLast().file().did();
        return store.filesOf(instance, did, Optional.of(last), Handles.MOST_SHOWN);
    }

    private Totals totals(String instance, Did did) {
        return store.totals(instance, did)
                .orElseThrow(() -> new IllegalStateException("the list of %s is gone".formatted(did)));
    }

    private static Count count(Totals totals) {
        return new Count(
                totals.files(), totals.files() - totals.filesHere() - totals.unverified(), totals.unverified());
    }

    private static Count count(List<LocalFile> all) {
        return new Count(
                all.size(),
                all.stream().filter(local -> local.path().isEmpty()).count(),
                all.stream()
                        .filter(local -> local.state().kind() == Kind.UNVERIFIED)
                        .count());
    }

    private static IllegalStateException changed(Did did) {
        return new IllegalStateException("files of %s were removed while they were handed out".formatted(did));
    }
}
