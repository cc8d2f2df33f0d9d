package org.lakeside.server.lake.transfer;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;

/// Why a file did not come, as sentences.
final class FetchProblems {
    private FetchProblems() {}

    /// None of the sources is left.
    static Problem of(StoredFile file, List<Candidate> tried, List<Source> unreachable) {
        Problem problem = tried.isEmpty() ? noReplica(file, unreachable) : failed(file, tried);
        return about(file, problem);
    }

    static Problem noRoom(StoredFile file, Store store) {
        return about(
                file,
                new Problem(
                        Kind.NO_ROOM,
                        "The disk is full: %s needs %s, and %s are free below %s."
                                .formatted(
                                        file.did(),
                                        Amount.of(file.bytes()),
                                        Amount.of(store.free()),
                                        store.directory()),
                        "Free some space, then try again: what has come is kept."));
    }

    static Problem notKept(StoredFile file, Store store, String why) {
        return about(
                file,
                new Problem(
                        Kind.STORAGE_FAILED,
                        "%s could not be written below %s: %s.".formatted(file.did(), store.directory(), why),
                        "Look whether the disk is there and can be written to, then try again."));
    }

    /// No source can send other bytes than none: it is the catalogue that is wrong.
    static Problem emptyYetDifferent(StoredFile file, Verification.Different different) {
        return about(
                file,
                new Problem(
                        Kind.CHECKSUM_MISMATCH,
                        "%s has 0 bytes, and nothing has the checksum %s, not the catalogue's %s."
                                .formatted(file.did(), different.found(), different.expected()),
                        "Ask its owner to register it anew."));
    }

    private static Problem about(StoredFile file, Problem problem) {
        return problem.with(Problem.DID, file.did().toString()).with(Problem.INSTANCE, file.instance());
    }

    private static Problem noReplica(StoredFile file, List<Source> unreachable) {
        if (unreachable.isEmpty())
            return new Problem(
                    Kind.NO_REPLICA,
                    "%s has no replica that can be read now.".formatted(file.did()),
                    "Ask its owner, or make a rule that brings a replica to a disk.");
        String schemes = unreachable.stream()
                .map(source -> source.rse() + " (" + source.uri().getScheme() + ")")
                .distinct()
                .collect(Collectors.joining(", "));
        return new Problem(
                Kind.NO_REPLICA,
                "%s has replicas, but none over a protocol that can be read here: %s.".formatted(file.did(), schemes),
                "Make a rule that brings a replica to an RSE with https.");
    }

    private static Problem failed(StoredFile file, List<Candidate> tried) {
        String what = tried.stream()
                .map(candidate -> candidate.source().rse() + " " + candidate.lastWords())
                .distinct()
                .collect(Collectors.joining("; "));
        List<Candidate> wrong = tried.stream().filter(Candidate::sentWrongBytes).toList();
        if (!wrong.isEmpty())
            return new Problem(
                    Kind.CHECKSUM_MISMATCH,
                    "What came is not %s, and was thrown away: %s.".formatted(file.did(), what),
                    "Tell the administrators of %s; the replica there is damaged, or the catalogue is wrong."
                            .formatted(rses(wrong.stream())));
        return new Problem(
                Kind.STORAGE_FAILED,
                "No storage delivered %s: %s.".formatted(file.did(), what),
                "Try again later; if it stays like this, tell the administrators of %s."
                        .formatted(rses(tried.stream())));
    }

    private static String rses(Stream<Candidate> candidates) {
        return candidates.map(candidate -> candidate.source().rse()).distinct().collect(Collectors.joining(" and "));
    }
}
