package org.lakeside.server.lake.availability;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidType;
import org.lakeside.server.lake.transfer.LocalFile;

/// What a kernel can open of a DID: paths, by name, of files that are complete and verified. All of them or none.
///
/// @param files all files of the DID, by name, and what is here of each
public record Handles(Did did, DidType type, List<LocalFile> files) {
    private static final Comparator<LocalFile> BY_NAME = Comparator.comparing(
                    (LocalFile local) -> local.file().did().name())
            .thenComparing(local -> local.file().did().scope());

    public Handles {
        files = files.stream().sorted(BY_NAME).toList();
    }

    public enum State {
        READY,
        INCOMPLETE,
        /// There is no file in it.
        EMPTY
    }

    public State state() {
        if (files.isEmpty()) return State.EMPTY;
        return missing() == 0 ? State.READY : State.INCOMPLETE;
    }

    public long missing() {
        return files.stream().filter(local -> local.path().isEmpty()).count();
    }

    /// Empty unless all are here: half a list would be a wrong analysis.
    public List<Path> paths() {
        if (state() != State.READY) return List.of();
        return files.stream().flatMap(local -> local.path().stream()).toList();
    }

    /// The DID is one file, so that a variable holds one string and not a list.
    public boolean single() {
        return type == DidType.FILE;
    }
}
