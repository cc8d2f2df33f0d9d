package org.lakeside.server.lake.availability;

import java.util.List;
import java.util.Optional;
import org.lakeside.rucio.client.Checksums;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidType;
import org.lakeside.server.lake.transfer.Listing;
import org.lakeside.server.lake.transfer.LocalFile;
import org.lakeside.server.lake.transfer.Store;
import org.lakeside.server.lake.transfer.StoredFile;

/// DIDs as handles for a kernel. What the store has been told of a DID is enough, so that a notebook opens while Rucio
/// hangs; only a DID it has never heard of is asked for.
public final class Attachments {
    private final Store store;
    private final Listing listing;

    public Attachments(Store store, Listing listing) {
        this.store = store;
        this.listing = listing;
    }

    public Handles handles(String instance, Did did) {
        return store.filesOf(instance, did, Integer.MAX_VALUE)
                .flatMap(files -> store.typeOf(instance, did).map(type -> new Handles(did, type, files)))
                .or(() -> completeFile(instance, did))
                .orElseGet(() -> askCatalogue(instance, did));
    }

    /// A file that came as part of a dataset is known without ever having been asked for itself.
    private Optional<Handles> completeFile(String instance, Did did) {
        return store.completePath(instance, did).map(path -> {
            var state = store.state(instance, did);
            var file = new StoredFile(instance, did, state.bytesHere(), Checksums.NONE);
            return new Handles(did, DidType.FILE, List.of(new LocalFile(file, state, Optional.of(path))));
        });
    }

    private Handles askCatalogue(String instance, Did did) {
        var plan = listing.of(instance, did);
        store.noteListed(instance, did, plan);
        return new Handles(did, plan.type(), store.look(plan.files()));
    }
}
