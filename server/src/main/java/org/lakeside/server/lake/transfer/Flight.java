package org.lakeside.server.lake.transfer;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.transfer.Presence.Absent;
import org.lakeside.server.lake.transfer.Presence.Bad;
import org.lakeside.server.lake.transfer.StoreIndex.Entry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One file on its way here, for everybody who wants it. It stops when the last of them has left.
final class Flight {
    private static final Logger log = LoggerFactory.getLogger(Flight.class);

    /// How it ended.
    sealed interface End {
        record Landed(boolean verified) implements End {}

        record Crashed(Problem problem) implements End {}

        record Stopped() implements End {}
    }

    private final Store store;
    private final StoredFile file;
    private final FoundSources found;
    private final FetchTools tools;
    private final Stop stop = new Stop();
    private final CompletableFuture<Void> transferred = new CompletableFuture<>();
    private final CompletableFuture<End> ended = new CompletableFuture<>();
    private volatile @Nullable PartialFile partial;
    private volatile @Nullable Fetch fetch;
    private volatile boolean hurry;
    private Keeper.@Nullable Kept kept; // of the flying thread
    // Guarded by `this`.
    private int riders;

    Flight(Store store, StoredFile file, FoundSources found, FetchTools tools) {
        this.store = store;
        this.file = file;
        this.found = found;
        this.tools = tools;
    }

    StoredFile file() {
        return file;
    }

    /// False when it is stopping or over: wait for its end, and start another.
    synchronized boolean board() {
        if (stop.stopped() || ended.isDone()) return false;
        riders++;
        return true;
    }

    void leave() {
        boolean last;
        synchronized (this) {
            last = --riders == 0;
        }
        if (last) stop();
    }

    private void stop() {
        stop.stop();
    }

    /// The process is about to end.
    void hurryDown() {
        hurry = true;
        stop();
    }

    /// Done once no more bytes come: the next file may start.
    CompletableFuture<Void> transferred() {
        return transferred;
    }

    /// Never fails: a failure is an end.
    CompletableFuture<End> ended() {
        return ended;
    }

    long bytesHere() {
        PartialFile growing = partial;
        return growing == null ? 0 : growing.bytesHere();
    }

    Optional<String> rse() {
        Fetch running = fetch;
        return running == null ? Optional.empty() : running.rse();
    }

    Optional<String> waiting() {
        Fetch running = fetch;
        return running == null ? Optional.empty() : running.waiting();
    }

    /// Brings the file here; `turns` says how many may do so at a time.
    void fly(Semaphore turns) {
        End end;
        try {
            Optional<CompletableFuture<Boolean>> landing;
            turns.acquireUninterruptibly();
            try {
                landing = transfer();
            } finally {
                turns.release();
                transferred.complete(null);
            }
            end = landing.isPresent() ? new End.Landed(landing.get().join()) : new End.Landed(true);
        } catch (CompletionException e) {
            end = new End.Crashed(problem(e.getCause() == null ? e : e.getCause()));
        } catch (IOException | RuntimeException e) {
            end = e instanceof CancellationException ? new End.Stopped() : new End.Crashed(problem(e));
            keepWhatCame(e);
        }
        ended.complete(end);
    }

    /// Empty when there was nothing to do.
    private Optional<CompletableFuture<Boolean>> transfer() throws IOException {
        if (stop.stopped()) throw new CancellationException("stopped");
        Entry known = store.index().find(file.instance(), file.did()).orElse(new Entry(file, new Absent()));
        if (store.settled(known, file) || store.adopt(file)) return Optional.empty();
        PartialFile growing = store.openPartial(file, known);
        partial = growing;
        Keeper.Kept watched = store.keeper().keep(file, growing);
        kept = watched;
        var running = new Fetch(file, growing, found, tools, stop);
        fetch = running;
        try {
            boolean verified = running.run() instanceof Verification.Equal;
            watched.release();
            return Optional.of(store.place(file, growing, verified).thenApply(_ -> verified));
        } finally {
            fetch = null;
        }
    }

    /// What has come is good for the next try, unless it is known to be wrong.
    private void keepWhatCame(Exception why) {
        PartialFile growing = partial;
        Keeper.Kept watched = kept;
        if (growing == null || watched == null) return;
        boolean wrong = why instanceof LakeException e && e.problem().kind() == Problem.Kind.CHECKSUM_MISMATCH;
        watched.release();
        try (growing) {
            if (growing.blocks().bytesHere() > 0 && !wrong) {
                watched.save();
                if (hurry) return; // the marks of this boot will do
                growing.sync();
                watched.save();
            } else {
                growing.delete();
                store.index().put(List.of(new Entry(file, wrong ? new Bad() : new Absent())));
            }
        } catch (IOException | LakeException e) {
            log.warn("what came of {} could not be kept", file.did(), e);
        }
    }

    private Problem problem(Throwable why) {
        return switch (why) {
            case LakeException e -> e.problem();
            case IOException e when store.isFull(e) -> FetchProblems.noRoom(file, store);
            case IOException e -> {
                log.warn("{} could not be kept", file.did(), e);
                yield FetchProblems.notKept(file, store, String.valueOf(e.getMessage()));
            }
            default -> Unforeseen.problem("downloading " + file.did(), why);
        };
    }
}
