package org.lakeside.server.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidType;
import org.lakeside.server.lake.transfer.Listing;
import org.lakeside.server.lake.transfer.StoreIndex.Entry;
import org.lakeside.server.lake.transfer.StoreIndex.Totals;

/// The tables of which files a DID has, as they are read; a [ListingDraft] writes them.
final class ListingRows {
    private static final String TOTALS =
            """
            SELECT count(*), coalesce(sum(bytes), 0),
              coalesce(sum(state=%1$d), 0), coalesce(sum(CASE WHEN state=%1$d THEN bytes ELSE 0 END), 0),
              coalesce(sum(CASE WHEN state=%2$d THEN bytes_here ELSE 0 END), 0),
              coalesce(sum(state=%3$d), 0), coalesce(sum(state=%4$d), 0)
            FROM member JOIN file ON file.id=member.file WHERE member.listing=?""".formatted(FileRows.VERIFIED, FileRows.PARTIAL, FileRows.UNVERIFIED, FileRows.BAD);

    private ListingRows() {}

    static Optional<Totals> totals(Connection on, String instance, Did did) throws SQLException {
        OptionalLong listing = listing(on, instance, did);
        if (listing.isEmpty()) return Optional.empty();
        try (PreparedStatement query = on.prepareStatement(TOTALS)) {
            query.setLong(1, listing.getAsLong());
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? Optional.of(new Totals(
                                row.getLong(1),
                                row.getLong(2),
                                row.getLong(3),
                                row.getLong(4),
                                row.getLong(5),
                                row.getLong(6),
                                row.getLong(7)))
                        : Optional.empty();
            }
        }
    }

    static List<Did> listed(Connection on, String instance, Collection<Did> dids) throws SQLException {
        return Asked.all(
                on, "listing", "scope, name", instance, dids, row -> new Did(row.getString(1), row.getString(2)));
    }

    static Optional<DidType> type(Connection on, String instance, Did did) throws SQLException {
        try (PreparedStatement query =
                on.prepareStatement("SELECT type FROM listing WHERE instance=? AND scope=? AND name=?")) {
            query.setString(1, instance);
            query.setString(2, did.scope());
            query.setString(3, did.name());
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(DidType.valueOf(row.getString(1))) : Optional.empty();
            }
        }
    }

    static Optional<Listing.Told> told(Connection on, String instance, Did did) throws SQLException {
        String sql = "SELECT open, told_files, told_bytes FROM listing"
                + " WHERE instance=? AND scope=? AND name=? AND open IS NOT NULL";
        try (PreparedStatement query = on.prepareStatement(sql)) {
            query.setString(1, instance);
            query.setString(2, did.scope());
            query.setString(3, did.name());
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? Optional.of(new Listing.Told(row.getBoolean(1), number(row, 2), number(row, 3)))
                        : Optional.empty();
            }
        }
    }

    static List<Entry> members(Connection on, String instance, Did did, Optional<Did> after, int limit)
            throws SQLException {
        OptionalLong listing = listing(on, instance, did);
        if (listing.isEmpty()) return List.of();
        String sql = "SELECT " + FileRows.COLUMNS + " FROM member JOIN file ON file.id=member.file"
                + " WHERE member.listing=? AND (member.name, member.scope) > (?, ?)"
                + " ORDER BY member.name, member.scope LIMIT ?";
        try (PreparedStatement query = on.prepareStatement(sql)) {
            query.setLong(1, listing.getAsLong());
            query.setString(2, after.map(Did::name).orElse(""));
            query.setString(3, after.map(Did::scope).orElse(""));
            query.setInt(4, limit);
            return FileRows.entries(query);
        }
    }

    static OptionalLong listing(Connection on, String instance, Did did) throws SQLException {
        try (PreparedStatement query =
                on.prepareStatement("SELECT id FROM listing WHERE instance=? AND scope=? AND name=?")) {
            query.setString(1, instance);
            query.setString(2, did.scope());
            query.setString(3, did.name());
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    private static OptionalLong number(ResultSet row, int column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
    }
}
