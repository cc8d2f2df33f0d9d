package org.lakeside.server.lake.availability;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidType;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.transfer.LocalFile;
import org.lakeside.server.lake.transfer.LocalState.Kind;

/// What a kernel can open of a DID: paths, by name, of files that are here whole. All of them or none.
///
/// @param first at most [#MOST_SHOWN] of its files, by name, and what is here of each
/// @param unverifiedToo whether files are handed out that the catalogue has no checksum for
/// @param change by how much the catalogue is known to differ from the list these are made of
/// @param paths of all of them, wherever they come from
public record Handles(
        Did did,
        DidType type,
        Count count,
        List<LocalFile> first,
        boolean unverifiedToo,
        Optional<Change> change,
        Paths paths) {
    /// A dataset may have more files than fit into memory; this many are shown one by one.
    public static final int MOST_SHOWN = 1000;

    private static final int MOST_NAMED = 3;

    public Handles {
        first = List.copyOf(first);
    }

    /// How many files there are.
    ///
    /// @param missing not here, or not all of their bytes
    /// @param unverified here whole, but the catalogue has no checksum to hold them against
    public record Count(long files, long missing, long unverified) {}

    /// The paths, one after the other, in the order of the files' names.
    @FunctionalInterface
    public interface Paths {
        /// Gives them all.
        ///
        /// @throws IllegalStateException when files were removed since: half a list would be a wrong analysis
        void each(Consumer<Path> to);
    }

    public enum State {
        READY,
        INCOMPLETE,
        /// There is no file in it.
        EMPTY
    }

    public State state() {
        if (count.files() == 0) return State.EMPTY;
        return count.missing() == 0 && (unverifiedToo || count.unverified() == 0) ? State.READY : State.INCOMPLETE;
    }

    /// Where a file can be opened, if it is handed out.
    public Optional<Path> path(LocalFile file) {
        return file.path().filter(_ -> unverifiedToo || file.state().kind() == Kind.HERE);
    }

    /// Gives the paths of all files; none unless all are here.
    public void eachPath(Consumer<Path> to) {
        if (state() == State.READY) paths.each(to);
    }

    /// The DID is one file, so that a variable holds one string and not a list.
    public boolean single() {
        return type == DidType.FILE;
    }

    /// What a person has to know before these are used.
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        if (count.unverified() > 0) problems.add(unverified());
        change.ifPresent(changed -> problems.add(changed.problem(did)));
        return problems;
    }

    private Problem unverified() {
        var names = first.stream()
                .filter(local -> local.state().kind() == Kind.UNVERIFIED)
                .limit(MOST_NAMED)
                .map(local -> local.file().did().toString())
                .collect(Collectors.joining(", "));
        var which = names.isEmpty() ? "" : " (%s%s)".formatted(names, count.unverified() > MOST_NAMED ? ", …" : "");
        var detail = count.unverified() == 1
                ? "One file of %s%s is here whole, but the catalogue has no checksum to compare it with."
                : count.unverified() + " files of %s%s are here whole, but the catalogue has no checksums to compare"
                        + " them with.";
        return new Problem(
                        Problem.Kind.UNVERIFIED,
                        single()
                                ? "%s is here whole, but the catalogue has no checksum to compare it with."
                                        .formatted(did)
                                : detail.formatted(did, which),
                        "Use it unverified if you trust it; or ask whoever keeps the data to add the checksum, and"
                                + " download it again: then it is compared, not fetched.")
                .with(Problem.DID, did.toString());
    }
}
