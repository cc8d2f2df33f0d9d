package org.lakeside.server.lake.transfer;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.lakeside.rucio.client.Did;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;

/// All downloads, one DID each.
public final class Downloads implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();
    /// Downloads at work at a time; their files share the turns.
    private static final int MOST_AT_WORK = 4;
    /// Rows of downloads that have ended.
    private static final int MOST_KEPT = 200;

    private final Store store;
    private final Clock clock;
    private final Flights flights;
    private final SourceHealth health;
    private final RunTools tools;
    private final Announcer announcer;
    // Guarded by `this`; oldest first, empty until loaded.
    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private boolean loaded;
    private boolean closed;

    /// Brings the store, what it asks, and what fills it together.
    ///
    /// @param atOnce files in flight at a time
    public Downloads(Store store, Listing listing, Sources sources, List<Mover> movers, int atOnce, Clock clock) {
        this(store, listing, sources, movers, atOnce, clock, Pause.REAL);
    }

    Downloads(Store store, Listing listing, Sources sources, List<Mover> movers, int atOnce, Clock clock, Pause pause) {
        this.store = store;
        this.clock = clock;
        this.health = new SourceHealth(clock);
        var fetch = new FetchTools(movers, health, clock, pause);
        this.flights = new Flights(store, fetch, atOnce);
        this.tools = new RunTools(
                store, listing, sources, fetch, flights, new Semaphore(MOST_AT_WORK, true), atOnce, this::promised);
        this.announcer = new Announcer();
    }

    /// Starts, or returns the one that runs for this DID already.
    public Download start(String instance, Did did) {
        var key = new Key(instance, did);
        Job job;
        synchronized (this) {
            requireOpen();
            load();
            var going = jobs.values().stream()
                    .filter(one -> one.key().equals(key) && !one.over())
                    .findFirst();
            job = going.orElseGet(() -> added(key));
        }
        if (!job.idle()) return job.snapshot();
        health.forgive();
        begin(job, false);
        dropOldest();
        return job.snapshot();
    }

    public Optional<Download> find(String id) {
        return findJob(id).map(Job::snapshot);
    }

    /// Newest first.
    public List<Download> all() {
        List<Download> all = new ArrayList<>();
        for (Job job : jobs()) all.add(job.snapshot());
        Collections.reverse(all);
        return all;
    }

    /// Ends it at once; what has come stays. One that has ended stays as it is.
    ///
    /// @throws LakeException `NO_SUCH_DOWNLOAD`
    public void cancel(String id) {
        Job job = job(id);
        job.cancel();
        announcer.watch(job);
    }

    /// Starts an ended one again, under its id. One that runs goes on.
    ///
    /// @throws LakeException `NO_SUCH_DOWNLOAD`
    public void retry(String id) {
        Job job = job(id);
        synchronized (this) {
            requireOpen();
        }
        health.forgive();
        begin(job, false);
    }

    /// Forgets an ended one; its files stay.
    ///
    /// @throws LakeException `NO_SUCH_DOWNLOAD`
    public void forget(String id) {
        Job job = job(id);
        if (!job.over()) return;
        synchronized (this) {
            jobs.remove(id);
        }
        job.forget();
    }

    /// Hears of every download that changes, at most five times a second each, and always of its last state. Called
    /// from one thread; must not block.
    public void listen(Consumer<Download> listener) {
        announcer.listen(listener);
    }

    /// Goes on with what was under way when the last process ended.
    public void resumeUnfinished() {
        resumeUnfinished(_ -> true);
    }

    /// The same of some instances, by their names.
    public void resumeUnfinished(Predicate<String> ofInstance) {
        for (Job job : jobs()) if (ofInstance.test(job.key().instance()) && !job.over() && job.idle()) begin(job, true);
    }

    /// Stops what runs, keeping its state for [#resumeUnfinished()].
    @Override
    public void close() {
        List<Job> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(jobs.values());
        }
        flights.hurryDown(); // before they are left one by one, which takes its time
        all.forEach(Job::interrupt);
        flights.close();
        announcer.close();
    }

    private Job added(Key key) {
        String id = freshId();
        var job = new Job(Job.fresh(id, key, clock.instant()), store, clock);
        jobs.put(id, job);
        return job;
    }

    private void begin(Job job, boolean resumed) {
        job.start(new Run(job.key(), tools, resumed ? job.type() : Optional.empty()));
        announcer.watch(job);
    }

    private long promised() {
        return jobs().stream()
                .map(Job::snapshot)
                .filter(download -> download.state() instanceof DownloadState.Running)
                .mapToLong(
                        download -> download.bytes().total() - download.bytes().done())
                .sum();
    }

    private synchronized List<Job> jobs() {
        load();
        return List.copyOf(jobs.values());
    }

    private synchronized Optional<Job> findJob(String id) {
        load();
        return Optional.ofNullable(jobs.get(id));
    }

    private Job job(String id) {
        return findJob(id)
                .orElseThrow(() -> new LakeException(new Problem(
                        Problem.Kind.NO_SUCH_DOWNLOAD,
                        "There is no download %s.".formatted(id),
                        "Look at the list of downloads: it may have been removed.")));
    }

    private synchronized void load() {
        if (loaded) return;
        List<Download> remembered = new ArrayList<>(store.index().downloads());
        Collections.reverse(remembered);
        for (Download download : remembered) jobs.put(download.id(), new Job(download, store, clock));
        loaded = true;
    }

    private void dropOldest() {
        List<String> ended = jobs().stream()
                .filter(Job::over)
                .map(job -> job.snapshot().id())
                .toList();
        ended.stream().limit(Math.max(0, ended.size() - MOST_KEPT)).forEach(this::forget);
    }

    private void requireOpen() {
        if (closed) throw new IllegalStateException("downloads are closed");
    }

    private static String freshId() {
        byte[] id = new byte[8];
        RANDOM.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }
}
