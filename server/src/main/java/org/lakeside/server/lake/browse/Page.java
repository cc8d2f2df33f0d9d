package org.lakeside.server.lake.browse;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.lakeside.server.lake.Problem;

/// A part of a list.
///
/// @param cursor of the next page; empty after the last one
/// @param total rows in all; empty as long as the list is still being read, and of one that was cut
/// @param read rows that have come so far
/// @param cut why the list ends before its end, if it does
/// @param asked when the catalogue was asked for it
/// @param kept whether it was read earlier, and the catalogue was not asked now
/// @param problem why the catalogue could not be asked now
public record Page(
        List<Row> rows,
        Optional<String> cursor,
        OptionalLong total,
        long read,
        Optional<Cut> cut,
        Instant asked,
        boolean kept,
        Optional<Problem> problem) {
    public Page {
        rows = List.copyOf(rows);
    }

    /// Why a list ends before its end.
    public enum Cut {
        /// It has as many rows as a list may have here.
        LIMIT,
        /// The catalogue sent nothing for too long.
        STALLED;

        /// What is said of a search that ends so, after this number of rows.
        String words(long rows) {
            return switch (this) {
                case LIMIT ->
                    "The list ends after %d rows, as many as listing_rows in the settings allows: search for less to see the others."
                            .formatted(rows);
                case STALLED ->
                    "Rucio stopped sending after %d rows, and the list ends there: search again for the others."
                            .formatted(rows);
            };
        }
    }

    /// A list that fits on one page.
    static Page whole(List<Row> rows, Instant asked, boolean kept) {
        return new Page(
                rows,
                Optional.empty(),
                OptionalLong.of(rows.size()),
                rows.size(),
                Optional.empty(),
                asked,
                kept,
                Optional.empty());
    }

    Page because(Problem problem) {
        return new Page(rows, cursor, total, read, cut, asked, kept, Optional.of(problem));
    }
}
