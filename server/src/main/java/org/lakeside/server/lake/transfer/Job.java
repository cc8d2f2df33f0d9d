package org.lakeside.server.lake.transfer;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import org.lakeside.rucio.client.DidType;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.transfer.DownloadState.Cancelled;
import org.lakeside.server.lake.transfer.DownloadState.Done;
import org.lakeside.server.lake.transfer.DownloadState.Failed;
import org.lakeside.server.lake.transfer.DownloadState.Queued;
import org.lakeside.server.lake.transfer.DownloadState.Running;
import org.lakeside.server.lake.transfer.LocalState.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One download through its states; a [Run] at a time moves it on.
final class Job {
    private static final Logger log = LoggerFactory.getLogger(Job.class);

    private final Key key;
    private final Store store;
    private final Clock clock;
    private final ReentrantLock remembering = new ReentrantLock();
    private boolean forgotten; // guarded by `remembering`
    // Guarded by `this`.
    private Download last;
    private DownloadState state;
    private Optional<DidType> type;
    private Optional<Run> run = Optional.empty();
    private Pace pace = new Pace();

    /// One that is new, or is remembered.
    Job(Download download, Store store, Clock clock) {
        this.key = new Key(download.instance(), download.did());
        this.store = store;
        this.clock = clock;
        this.last = download;
        this.state = download.state();
        this.type = download.type();
    }

    static Download fresh(String id, Key key, Instant now) {
        return new Download(
                id,
                key.instance(),
                key.did(),
                Optional.empty(),
                new Queued(),
                new Download.Files(0, 0, 0),
                new Download.Bytes(0, 0),
                now,
                List.of(),
                List.of());
    }

    Key key() {
        return key;
    }

    synchronized boolean over() {
        return state.over();
    }

    synchronized boolean idle() {
        return run.isEmpty();
    }

    /// What an earlier run learnt, if it came to that.
    synchronized Optional<DidType> type() {
        return type;
    }

    /// As it stands now.
    synchronized Download snapshot() {
        if (run.isEmpty()) return last;
        Tally tally = run.get().tally();
        Download.Bytes bytes = tally.bytes();
        DownloadState now = state instanceof Running ? running(run.get(), bytes) : state;
        last = new Download(
                last.id(),
                key.instance(),
                key.did(),
                type,
                now,
                tally.files(),
                bytes,
                last.started(),
                tally.failures(),
                allSources(tally));
        return last;
    }

    /// Those of earlier runs too: what came then is here.
    private List<String> allSources(Tally tally) {
        var all = new TreeSet<>(last.sources());
        all.addAll(tally.sources());
        return List.copyOf(all);
    }

    LocalState localState() {
        Download now = snapshot();
        boolean counted = now.state() instanceof Running;
        return new LocalState(
                Kind.DOWNLOADING,
                now.bytes().done(),
                counted ? OptionalLong.of(now.bytes().total()) : OptionalLong.empty(),
                counted ? OptionalLong.of(now.files().done()) : OptionalLong.empty(),
                counted ? OptionalLong.of(now.files().total()) : OptionalLong.empty());
    }

    /// Takes note of how far it is by now.
    synchronized void tick() {
        if (state instanceof Running && run.isPresent())
            pace.note(clock.instant(), run.get().tally().bytes().done());
    }

    /// Lets `next` move it on, unless another run does.
    boolean start(Run next) {
        synchronized (this) {
            if (run.isPresent()) return false;
            run = Optional.of(next);
            pace = new Pace();
            state = new Queued();
            snapshot();
        }
        Thread.ofVirtual().name("download " + key.did()).start(() -> follow(next));
        remember();
        return true;
    }

    void listing(Run from) {
        moveTo(from, new DownloadState.Listing());
    }

    void running(Run from, DidType known) {
        synchronized (this) {
            type = Optional.of(known);
        }
        moveTo(from, new Running(OptionalLong.empty(), OptionalLong.empty(), List.of(), Optional.empty()));
    }

    /// Ends it now, whatever it is at.
    void cancel() {
        Optional<Run> current;
        synchronized (this) {
            if (state.over()) return;
            current = run;
            state = new Cancelled(clock.instant());
            rest();
        }
        current.ifPresent(Run::stop);
        remember();
        log.info("download of {} was cancelled", key.did());
    }

    /// Nothing is written down about it any more, once this returns.
    void forget() {
        remembering.lock();
        try {
            forgotten = true;
            store.index().removeDownload(last().id());
        } finally {
            remembering.unlock();
        }
    }

    private synchronized Download last() {
        return last;
    }

    /// Ends it for now, to go on in another process.
    void interrupt() {
        Optional<Run> current;
        synchronized (this) {
            current = run;
        }
        current.ifPresent(Run::stop);
    }

    private void follow(Run current) {
        try {
            outcome(current).ifPresent(ending -> end(current, ending));
        } finally {
            synchronized (this) {
                if (isBy(current)) rest();
            }
        }
    }

    /// How it ended; empty when it was stopped. By then it is no longer under way for those who ask what is here.
    private Optional<DownloadState> outcome(Run current) {
        try (var _ = store.activity().collection(key, this::localState)) {
            current.go(this);
            return Optional.of(ending(current.tally()));
        } catch (CancellationException e) {
            log.info("download of {} stops", key.did());
            return Optional.empty();
        } catch (LakeException e) {
            return Optional.of(new Failed(clock.instant(), e.problem()));
        } catch (Throwable e) { // also when memory ends: a download has an end
            return Optional.of(new Failed(clock.instant(), Unforeseen.problem("downloading " + key.did(), e)));
        }
    }

    private void end(Run by, DownloadState ending) {
        synchronized (this) {
            if (!isBy(by) || by.stopped()) return;
            state = ending;
            rest();
        }
        log.info(
                "download of {} ended: {}",
                key.did(),
                ending instanceof Failed failed ? failed.problem().detail() : "done");
        remember();
    }

    private DownloadState ending(Tally tally) {
        Optional<Problem> problem = tally.problem();
        Instant now = clock.instant();
        return problem.isPresent() ? new Failed(now, problem.get()) : new Done(now);
    }

    private void moveTo(Run by, DownloadState next) {
        synchronized (this) {
            if (!isBy(by)) return;
            state = next;
        }
        remember();
    }

    private synchronized boolean isBy(Run one) {
        return run.filter(current -> current == one).isPresent();
    }

    /// Nothing moves it on any more; it stays as it is.
    private synchronized void rest() {
        last = snapshot().with(state instanceof Running ? last.state() : state);
        run = Optional.empty();
    }

    private Running running(Run by, Download.Bytes bytes) {
        var flights = by.tally().inFlight();
        List<String> rses = flights.stream()
                .flatMap(flight -> flight.rse().stream())
                .distinct()
                .sorted()
                .toList();
        Optional<String> waiting = flights.stream()
                .flatMap(flight -> flight.waiting().stream())
                .findFirst()
                .or(by::waiting)
                .filter(_ -> rses.isEmpty());
        return new Running(pace.rate(), pace.secondsLeft(bytes.total() - bytes.done()), rses, waiting);
    }

    /// In the order of what happened: what is written last is what is true. A download goes on when there is no room to
    /// write it down: only after a restart it is not known as it is now.
    private void remember() {
        remembering.lock();
        try {
            if (!forgotten) store.index().putDownload(snapshot());
        } catch (LakeException e) {
            log.warn("how the download of {} stands could not be written down", key.did(), e);
        } finally {
            remembering.unlock();
        }
    }
}
