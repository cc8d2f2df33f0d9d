package org.lakeside.server.lake.availability;

import java.util.Optional;
import java.util.OptionalLong;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidType;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.transfer.Listing.Told;
import org.lakeside.server.lake.transfer.StoreIndex.Totals;

/// By how much the catalogue differs from the list that is kept of a DID.
///
/// @param files more than in the list; negative when there are fewer
/// @param bytes the same
public record Change(long files, long bytes) {

    /// What has changed, if anything has.
    ///
    /// @param kept sums over the list
    /// @param then what the catalogue said when that list was read
    static Optional<Change> between(DidType type, Totals kept, Optional<Told> then, Told now) {
        if (equal(now.files(), kept.files()) && equal(now.bytes(), kept.bytes())) return Optional.empty();
        // A container counts a file once for each dataset that it lies in: only its own earlier sums compare.
        var base = type == DidType.CONTAINER
                ? then
                : Optional.of(new Told(now.open(), OptionalLong.of(kept.files()), OptionalLong.of(kept.bytes())));
        return base.map(before ->
                        new Change(difference(now.files(), before.files()), difference(now.bytes(), before.bytes())))
                .filter(change -> change.files() != 0 || change.bytes() != 0);
    }

    Problem problem(Did did) {
        return new Problem(Problem.Kind.CONTENT_CHANGED, detail(did), remedy()).with(Problem.DID, did.toString());
    }

    private String detail(Did did) {
        if (files > 0)
            return "The catalogue has %s in %s since its list was read here."
                    .formatted(files == 1 ? "a new file" : files + " new files", did);
        if (files < 0)
            return "The catalogue has %s fewer in %s than when its list was read here."
                    .formatted(files == -1 ? "one file" : -files + " files", did);
        return "The catalogue has other files in %s than when its list was read here.".formatted(did);
    }

    private String remedy() {
        if (files == 1) return "Download it again to get the new file.";
        if (files > 1) return "Download it again to get the %d new files.".formatted(files);
        return "Download it again to go by the new list.";
    }

    private static boolean equal(OptionalLong told, long kept) {
        return told.isPresent() && told.getAsLong() == kept;
    }

    private static long difference(OptionalLong now, OptionalLong before) {
        return now.isPresent() && before.isPresent() ? now.getAsLong() - before.getAsLong() : 0;
    }
}
