package org.lakeside.server.lake.transfer;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.transfer.Verification.Different;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings what is missing of one file, from one source after the other, until it is whole and right.
final class Fetch {
    private static final Logger log = LoggerFactory.getLogger(Fetch.class);
    /// So often one source may fail without sending anything of use.
    private static final int MOST_FAILURES = 5;

    private static final Duration FIRST_REST = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAITS = Duration.ofMinutes(5);

    private final StoredFile file;
    private final Keeper.Kept kept;
    private final PartialFile partial;
    private final FetchTools tools;
    private final Candidates candidates;
    private final Stop stop;
    private Duration waited = Duration.ZERO;
    private boolean fromOneAlone;
    private long mostHere;
    private volatile long hereBefore;
    private volatile Optional<String> rse = Optional.empty();
    private volatile Optional<String> waiting = Optional.empty();

    Fetch(StoredFile file, Keeper.Kept kept, FoundSources found, FetchTools tools, Stop stop) {
        this.file = file;
        this.kept = kept;
        this.partial = kept.partial();
        this.tools = tools;
        this.candidates = new Candidates(file, found, tools, stop);
        this.stop = stop;
    }

    /// Where bytes come from now; empty before some have come.
    Optional<String> rse() {
        return rse.filter(_ -> partial.bytesHere() > hereBefore);
    }

    /// What it waits for, if it does.
    Optional<String> waiting() {
        return waiting;
    }

    /// Ends when all bytes are here and equal to the catalogue's checksum, as far as there is one.
    ///
    /// @throws LakeException when no source is left
    /// @throws CancellationException when stopped
    /// @throws IOException when the bytes cannot be kept here
    Verification run() throws IOException {
        while (true) {
            requireGoingOn();
            bringMissing();
            Verification seen =
                    Verification.of(file.checksums(), partial.blocks().sum(), partial.path(), stop);
            if (!(seen instanceof Different different)) return seen;
            throwAway(different);
        }
    }

    private void bringMissing() throws IOException {
        while (!partial.blocks().complete()) {
            Candidate candidate = candidates.next();
            waitFor(candidate);
            requireGoingOn();
            bringFrom(candidate);
        }
    }

    private void bringFrom(Candidate candidate) throws IOException {
        if (mustStartOver(candidate)) kept.startOver();
        Piece piece = partial.blocks().missing().orElseThrow();
        long before = partial.blocks().bytesHere();
        hereBefore = before;
        rse = Optional.of(candidate.source().rse());
        try {
            var version = candidate
                    .mover()
                    .fetch(
                            candidate.source(),
                            piece,
                            candidate.version(),
                            partial.sink(piece, candidate.source().rse()),
                            stop);
            requireGoingOn();
            version.ifPresent(candidate::isOf);
            candidate.deliveredSome();
            tools.health().delivered(candidate.source());
        } catch (MoveFailure failure) {
            requireGoingOn();
            failure.version().ifPresent(candidate::isOf);
            boolean sentSome = partial.blocks().bytesHere() > before;
            log.info("{}: {} {}", file.did(), candidate.source(), failure.what());
            judge(candidate, failure, sentSome && !candidate.onlyWhole() && !fromOneAlone);
        } finally {
            rse = Optional.empty();
            noteProgress();
        }
    }

    private void noteProgress() {
        long here = partial.blocks().bytesHere();
        if (here <= mostHere) return;
        mostHere = here;
        candidates.broughtMore();
    }

    /// Bytes of several sources make a file, unless that has just gone wrong or a source cannot begin in the middle.
    private boolean mustStartOver(Candidate candidate) {
        boolean empty = partial.blocks().bytesHere() == 0;
        boolean ofOthers = !partial.sources().equals(List.of(candidate.source().rse()));
        return !empty && (candidate.onlyWhole() || (fromOneAlone && ofOthers));
    }

    private void judge(Candidate candidate, MoveFailure failure, boolean sentSome) {
        if (sentSome) candidate.deliveredSome();
        candidate.failed(failure.what());
        switch (failure.kind()) {
            case REFUSED, WRONG -> candidate.giveUp();
            case NO_PARTS -> candidate.needsWhole();
            case BUSY -> beBackLater(candidate, failure.retryAfter());
            case ERROR -> rest(candidate);
            case CUT -> {
                if (!sentSome) rest(candidate);
            }
            case DOWN, STALLED -> {
                tools.health().failed(candidate.source());
                rest(candidate);
            }
        }
        if (candidate.failures() >= MOST_FAILURES) candidate.giveUp();
    }

    private void beBackLater(Candidate candidate, Optional<Duration> retryAfter) {
        if (retryAfter.isEmpty()) {
            rest(candidate);
        } else if (waited.plus(retryAfter.get()).compareTo(LONGEST_WAITS) > 0) {
            candidate.giveUp();
        } else {
            tools.health().busy(candidate.source(), retryAfter.get());
        }
    }

    private void rest(Candidate candidate) {
        Duration rest = FIRST_REST.multipliedBy(1L << (candidate.failures() - 1));
        candidate.rest(tools.clock().instant().plus(rest));
    }

    private void waitFor(Candidate candidate) {
        Instant now = tools.clock().instant();
        Duration wait = Duration.between(now, candidates.readyAt(candidate));
        if (!wait.isPositive()) return;
        waiting = Optional.of("Waiting for %s (%s)".formatted(candidate.source().rse(), why(candidate, wait)));
        waited = waited.plus(wait);
        tools.pause().take(wait, stop);
        waiting = Optional.empty();
    }

    private String why(Candidate candidate, Duration wait) {
        boolean asked = tools.health()
                .busyUntil(candidate.source())
                .isAfter(tools.clock().instant());
        long seconds = Math.max(1, wait.toSeconds());
        return asked ? "it asked us to wait %d s".formatted(seconds) : "it " + candidate.lastWords();
    }

    private void throwAway(Different different) throws IOException {
        if (file.bytes() == 0) throw new LakeException(FetchProblems.emptyYetDifferent(file, different));
        List<String> rses = partial.sources();
        log.warn(
                "{}: what {} sent has {} instead of {}: thrown away, and the source is suspicious",
                file.did(),
                rses,
                different.found(),
                different.expected());
        kept.startOver();
        mostHere = 0;
        if (rses.size() == 1)
            candidates.sentWrongBytes(
                    rses, "sent bytes with %s instead of %s".formatted(different.found(), different.expected()));
        else fromOneAlone = true;
    }

    private void requireGoingOn() {
        if (stop.stopped()) throw new CancellationException("stopped");
    }
}
