package org.lakeside.server.lake.transfer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.lakeside.rucio.client.Did;
import org.lakeside.server.lake.Problem;

/// What has become of the files of one download.
final class Tally {
    private static final int MOST_SHOWN = 20;
    private static final int MOST_NAMED = 3;

    private final Set<Flight> inFlight = ConcurrentHashMap.newKeySet();
    // Guarded by `this`.
    private final List<FileFailure> failures = new ArrayList<>();
    private final Set<Problem.Kind> kinds = EnumSet.noneOf(Problem.Kind.class);
    private final Set<String> sources = new HashSet<>();
    private long files;
    private long bytes;
    private long filesDone;
    private long bytesDone;
    private long filesFailed;

    synchronized void expect(long moreFiles, long moreBytes) {
        files = moreFiles;
        bytes = moreBytes;
    }

    void took(Flight flight) {
        inFlight.add(flight);
    }

    synchronized void done(StoredFile file) {
        filesDone++;
        bytesDone += file.bytes();
    }

    synchronized void failed(Did did, Problem problem) {
        filesFailed++;
        kinds.add(problem.kind());
        if (failures.size() < MOST_SHOWN) failures.add(new FileFailure(did, problem));
    }

    /// Beside `done` or `failed`; true the first time.
    boolean landed(Flight flight) {
        if (!inFlight.remove(flight)) return false;
        synchronized (this) {
            sources.addAll(flight.sources());
        }
        return true;
    }

    /// RSEs that bytes of files came from which are not on their way any more.
    synchronized Set<String> sources() {
        return Set.copyOf(sources);
    }

    Collection<Flight> inFlight() {
        return List.copyOf(inFlight);
    }

    synchronized Download.Files files() {
        return new Download.Files(files, filesDone, filesFailed);
    }

    Download.Bytes bytes() {
        long onTheWay = inFlight.stream().mapToLong(Flight::bytesHere).sum();
        synchronized (this) {
            return new Download.Bytes(bytes, Math.min(bytes, bytesDone + onTheWay));
        }
    }

    synchronized List<FileFailure> failures() {
        return List.copyOf(failures);
    }

    /// What the failures add up to, naming the files.
    synchronized Optional<Problem> problem() {
        if (failures.isEmpty()) return Optional.empty();
        Problem first = failures.getFirst().problem();
        if (files <= 1) return Optional.of(first);
        String names = failures.stream()
                .limit(MOST_NAMED)
                .map(failure -> failure.did().toString())
                .collect(Collectors.joining(", "));
        long more = filesFailed - Math.min(MOST_NAMED, failures.size());
        String detail = "%d of %d files did not come: %s%s. %s"
                .formatted(filesFailed, files, names, more > 0 ? " and %d more".formatted(more) : "", first.detail());
        Problem.Kind kind = kinds.size() == 1
                ? first.kind()
                : kinds.contains(Problem.Kind.NO_ROOM) ? Problem.Kind.NO_ROOM : Problem.Kind.STORAGE_FAILED;
        return Optional.of(new Problem(kind, detail, first.remedy(), first.more()));
    }
}
