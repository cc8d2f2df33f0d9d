package org.lakeside.server.lake.transfer;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidType;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;

/// One try to bring a DID here: list it, see whether there is room, bring what is missing.
final class Run {
    private static final int FIRST_PAGE = 32;
    private static final int PAGE = 500;
    /// So many files may be on their way to their places at a time; each holds a file open.
    private static final int MOST_IN_FLIGHT = 128;

    private final Key key;
    private final RunTools tools;
    private final Optional<DidType> listed;
    private final PageReader pages;
    private final Tally tally = new Tally();
    private final Stop stop = new Stop();
    private final Semaphore transfers;
    private final Semaphore inFlight = new Semaphore(MOST_IN_FLIGHT);
    private volatile boolean full;
    private volatile boolean halted;

    /// A run that has not begun.
    ///
    /// @param listed the type, if which files there are is known from an earlier run and need not be asked again
    Run(Key key, RunTools tools, Optional<DidType> listed) {
        this.key = key;
        this.tools = tools;
        this.listed = listed;
        this.pages = new PageReader(key, tools, stop);
        this.transfers = new Semaphore(tools.atOnce());
    }

    Tally tally() {
        return tally;
    }

    /// What it waits for, beside storages.
    Optional<String> waiting() {
        return pages.waiting();
    }

    boolean stopped() {
        return stop.stopped();
    }

    void stop() {
        stop.stop();
        leaveAll();
    }

    /// Returns when there is nothing left to do, for good or bad: see [#tally()].
    ///
    /// @throws LakeException when it cannot be done at all
    /// @throws CancellationException when stopped
    void go(Job job) {
        // This thread itself only asks and waits, so an interrupt does no harm: no file is open in it.
        Thread self = Thread.currentThread();
        try (var _ = stop.whenStopped(self::interrupt)) {
            tools.turns().acquire();
            try {
                DidType type = list(job);
                requireRoom();
                job.running(this, type);
                bringAll();
            } finally {
                tools.turns().release();
            }
        } catch (InterruptedException e) {
            throw stopped(e);
        } finally {
            leaveAll();
        }
        if (stop.stopped() || halted) throw new CancellationException("stopped");
    }

    private DidType list(Job job) {
        if (listed.isEmpty()
                || tools.store().index().totals(key.instance(), key.did()).isEmpty()) {
            job.listing(this);
            return tools.store().list(key.instance(), key.did(), tools.listing());
        }
        return listed.get();
    }

    private void requireRoom() {
        var totals = tools.store().index().totals(key.instance(), key.did()).orElseThrow();
        long needed = totals.bytes() - totals.bytesHere() - totals.partialBytes();
        Room.require(key, needed, tools);
        tally.expect(totals.files(), totals.bytes());
    }

    private void bringAll() throws InterruptedException {
        ExecutorService ahead = Executors.newVirtualThreadPerTaskExecutor();
        try {
            Future<PageReader.Page> next = ahead.submit(() -> pages.read(Optional.empty(), FIRST_PAGE));
            for (var page = get(next); !page.isEmpty() && !full; page = get(next)) {
                Did last = page.last();
                next = ahead.submit(() -> pages.read(Optional.of(last), PAGE));
                page.here().forEach(tally::done);
                for (StoredFile file : page.missing()) bring(file, page);
            }
        } finally {
            ahead.shutdownNow();
        }
        inFlight.acquire(MOST_IN_FLIGHT); // all have ended
    }

    private void bring(StoredFile file, PageReader.Page page) throws InterruptedException {
        if (full) return;
        inFlight.acquire();
        transfers.acquire();
        Flight flight = tools.flights().board(file, page::sources);
        tally.took(flight);
        var _ = flight.transferred().thenRun(transfers::release);
        var _ = flight.ended().thenAccept(end -> landed(flight, end));
    }

    private void landed(Flight flight, Flight.End end) {
        try {
            if (tally.landed(flight)) count(flight, end);
        } finally {
            inFlight.release();
        }
    }

    private void count(Flight flight, Flight.End end) {
        switch (end) {
            case Flight.End.Landed _ -> tally.done(flight.file());
            case Flight.End.Crashed(var problem) -> {
                if (problem.kind() == Problem.Kind.NO_ROOM) full = true;
                tally.failed(flight.file().did(), problem);
            }
            case Flight.End.Stopped _ -> halted = true; // everything stops
        }
    }

    private void leaveAll() {
        for (Flight flight : tally.inFlight()) if (tally.landed(flight)) flight.leave();
    }

    private PageReader.Page get(Future<PageReader.Page> page) throws InterruptedException {
        try {
            return page.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            throw new IllegalStateException(e.getCause());
        }
    }

    private static CancellationException stopped(InterruptedException e) {
        var stopped = new CancellationException("stopped");
        stopped.initCause(e);
        return stopped;
    }
}
