package org.lakeside.server.lake.transfer;

import static java.util.Comparator.comparing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;

/// The sources of one file, and which of them is next.
final class Candidates {
    /// Addresses younger than this are not asked for again.
    private static final Duration FRESH = Duration.ofMinutes(1);

    /// So often it is asked for addresses while nothing more of the file comes: storages that are slow to say no would
    /// otherwise be asked for ever.
    private static final int MOST_IN_VAIN = 3;

    private static final String DEAD = "did not answer a moment ago";

    private final StoredFile file;
    private final FetchTools tools;
    private final FoundSources.Again again;
    private final Stop stop;
    private final List<Candidate> all = new ArrayList<>();
    private final List<Source> unreachable = new ArrayList<>();
    private Instant asked;
    private int askedInVain;

    Candidates(StoredFile file, FoundSources found, FetchTools tools, Stop stop) {
        this.file = file;
        this.tools = tools;
        this.again = found.again();
        this.stop = stop;
        this.asked = found.asked();
        found.sources().forEach(this::add);
    }

    /// The one to ask next, perhaps not at once: see [#readyAt(Candidate)].
    ///
    /// @throws LakeException when none is left, saying what came of each
    Candidate next() {
        return best().or(this::afterAskingAgain).orElseThrow(() -> new LakeException(problem()));
    }

    /// When this one may be asked.
    Instant readyAt(Candidate candidate) {
        Instant now = tools.clock().instant();
        Instant busyUntil = tools.health().busyUntil(candidate.source());
        Instant later = candidate.notBefore().isAfter(busyUntil) ? candidate.notBefore() : busyUntil;
        return later.isAfter(now) ? later : now;
    }

    /// More of the file is here than ever before.
    void broughtMore() {
        askedInVain = 0;
    }

    /// All replicas at these RSEs are out: what they sent is not the file.
    void sentWrongBytes(List<String> rses, String words) {
        rses.forEach(rse -> tools.health().suspect(file, rse));
        all.stream()
                .filter(candidate -> rses.contains(candidate.source().rse()))
                .forEach(candidate -> candidate.sentWrongBytes(words));
    }

    private void add(Source source) {
        tools.moverFor(source)
                .ifPresentOrElse(mover -> all.add(new Candidate(source, mover)), () -> unreachable.add(source));
    }

    private Optional<Candidate> best() {
        for (Candidate candidate : all) if (tools.health().dead(candidate.source())) candidate.giveUp(DEAD);
        Comparator<Candidate> order = comparing(
                        (Candidate candidate) -> tools.health().suspicious(file, candidate.source()))
                .thenComparing(Candidate::onlyWhole)
                .thenComparing(this::readyAt)
                .thenComparing(candidate -> tools.health().rests(candidate.source()))
                .thenComparingInt(Candidate::failures);
        return all.stream().filter(candidate -> !candidate.out()).min(order);
    }

    private Optional<Candidate> afterAskingAgain() {
        Instant now = tools.clock().instant();
        if (Duration.between(asked, now).compareTo(FRESH) < 0 || askedInVain == MOST_IN_VAIN) return Optional.empty();
        asked = now;
        askedInVain++;
        List<String> bad = all.stream()
                .filter(Candidate::sentWrongBytes)
                .map(candidate -> candidate.source().rse())
                .toList();
        all.removeIf(candidate -> !candidate.sentWrongBytes());
        unreachable.clear();
        again.ask(stop).stream().filter(source -> !bad.contains(source.rse())).forEach(this::add);
        return best();
    }

    private Problem problem() {
        return FetchProblems.of(file, all, unreachable);
    }
}
