package org.lakeside.server.lake.transfer;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.lakeside.rucio.client.Did;

/// All downloads, one DID each.
@SuppressWarnings("DoNotCallSuggester")
public final class Downloads implements AutoCloseable {

    /// Brings the store, what it asks, and what fills it together.
    ///
    /// @param atOnce files in flight at a time
    public Downloads(Store store, Listing listing, Sources sources, List<Mover> movers, int atOnce, Clock clock) {
        throw new UnsupportedOperationException("following");
    }

    /// Starts, or returns the one that runs for this DID already.
    public Download start(String instance, Did did) {
        throw new UnsupportedOperationException("following");
    }

    public Optional<Download> find(String id) {
        throw new UnsupportedOperationException("following");
    }

    /// Newest first.
    public List<Download> all() {
        throw new UnsupportedOperationException("following");
    }

    /// Ends it at once; what has come stays. One that has ended stays as it is.
    ///
    /// @throws org.lakeside.server.lake.LakeException `NO_SUCH_DOWNLOAD`
    public void cancel(String id) {
        throw new UnsupportedOperationException("following");
    }

    /// Starts an ended one again, under its id. One that runs goes on.
    ///
    /// @throws org.lakeside.server.lake.LakeException `NO_SUCH_DOWNLOAD`
    public void retry(String id) {
        throw new UnsupportedOperationException("following");
    }

    /// Forgets an ended one; its files stay.
    ///
    /// @throws org.lakeside.server.lake.LakeException `NO_SUCH_DOWNLOAD`
    public void forget(String id) {
        throw new UnsupportedOperationException("following");
    }

    /// Hears of every download that changes, at most five times a second each, and always of its last state. Called
    /// from one thread; must not block.
    public void listen(Consumer<Download> listener) {
        throw new UnsupportedOperationException("following");
    }

    /// Goes on with what was under way when the last process ended.
    public void resumeUnfinished() {
        throw new UnsupportedOperationException("following");
    }

    /// Stops what runs, keeping its state for [#resumeUnfinished()].
    @Override
    public void close() {
        throw new UnsupportedOperationException("following");
    }
}
