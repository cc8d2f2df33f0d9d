package org.lakeside.server.lake.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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

    /// For when there is no memory left to say more.
    private static final Problem NO_MEMORY = new Problem(
            Problem.Kind.UNFORESEEN,
            "The service had no memory left for this file.",
            "Set transfers_at_once to less, or wait for other downloads; then try again.");

    private static final End LOST = new End.Crashed(NO_MEMORY);

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

    /// Whether what it brings is what somebody wants, so that there is nothing left to compare.
    boolean brings(StoredFile wanted) {
        return file.sameContent(wanted)
                && (wanted.checksums().isEmpty() || !file.checksums().isEmpty());
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

    /// Where its bytes came from, as far as they are here.
    List<String> sources() {
        PartialFile growing = partial;
        return growing == null ? List.of() : growing.sources();
    }

    Optional<String> rse() {
        Fetch running = fetch;
        return running == null ? Optional.empty() : running.rse();
    }

    Optional<String> waiting() {
        Fetch running = fetch;
        return running == null ? Optional.empty() : running.waiting();
    }

    /// Brings the file here, when it is its turn. Whatever happens, it has an end.
    void fly(Turns turns) {
        End end = LOST;
        try {
            end = flown(turns);
        } finally {
            transferred.complete(null);
            ended.complete(end);
        }
    }

    /// It could not even begin.
    void crash(Throwable why) {
        End end = LOST;
        try {
            end = new End.Crashed(problem(why));
        } finally {
            transferred.complete(null);
            ended.complete(end);
        }
    }

    private End flown(Turns turns) {
        try {
            var landing = transferInTurn(turns);
            return new End.Landed(landing.isEmpty() || landing.get().join());
        } catch (Throwable e) { // an Error too: others wait for the end
            Throwable why = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
            keepWhatCame(why);
            return why instanceof CancellationException && stop.stopped()
                    ? new End.Stopped()
                    : new End.Crashed(problem(why));
        }
    }

    private Optional<CompletableFuture<Boolean>> transferInTurn(Turns turns) throws IOException {
        if (!turns.take(stop)) throw new CancellationException("stopped");
        try {
            return transfer();
        } finally {
            turns.give();
            transferred.complete(null);
        }
    }

    /// Empty when there was nothing to do.
    private Optional<CompletableFuture<Boolean>> transfer() throws IOException {
        if (stop.stopped()) throw new CancellationException("stopped");
        Entry known = store.index().find(file.instance(), file.did()).orElse(new Entry(file, new Absent()));
        if (store.settled(known, file) || store.adopt(file, stop)) return Optional.empty();
        PartialFile growing = store.openPartial(file, known);
        partial = growing;
        Keeper.Kept watched = store.keeper().keep(file, growing);
        kept = watched;
        var running = new Fetch(file, watched, found, tools, stop);
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
    private void keepWhatCame(Throwable why) {
        PartialFile growing = partial;
        Keeper.Kept watched = kept;
        if (growing == null || watched == null) return;
        boolean wrong = why instanceof LakeException e && e.problem().kind() == Problem.Kind.CHECKSUM_MISMATCH;
        watched.release();
        try (growing) {
            if (!Files.exists(growing.path())) return; // in its place already
            if (growing.blocks().bytesHere() > 0 && !wrong) {
                watched.save();
                if (hurry) return; // the marks of this boot will do
                growing.sync();
                watched.save();
            } else {
                growing.delete();
                store.index().put(List.of(new Entry(file, wrong ? new Bad() : new Absent())));
            }
        } catch (IOException | RuntimeException e) {
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
            case OutOfMemoryError e -> {
                log.error("{}: no memory left", file.did(), e);
                yield NO_MEMORY;
            }
            default -> Unforeseen.problem("downloading " + file.did(), why);
        };
    }
}
