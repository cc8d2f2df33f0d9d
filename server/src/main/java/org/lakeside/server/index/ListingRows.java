package org.lakeside.server.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidType;
import org.lakeside.server.lake.transfer.Listing;
import org.lakeside.server.lake.transfer.StoreIndex.Entry;
import org.lakeside.server.lake.transfer.StoreIndex.Totals;
import org.lakeside.server.lake.transfer.StoredFile;

/// The tables of which files a DID has.
final class ListingRows {
    /// A sum that a listing does not tell is no news; one that differs is another file.
    private static final String PUT_FILE =
            """
            INSERT INTO file (instance, scope, name, bytes, adler32, md5) VALUES (?,?,?,?,?,?)
            ON CONFLICT (instance, scope, name) DO UPDATE SET
              adler32=coalesce(excluded.adler32, adler32), md5=coalesce(excluded.md5, md5),
              state=CASE WHEN %1$s THEN 0 ELSE state END,
              bytes_here=CASE WHEN %1$s THEN 0 ELSE bytes_here END,
              temporary=CASE WHEN %1$s THEN NULL ELSE temporary END,
              bytes=excluded.bytes
            RETURNING id""".formatted("(bytes<>excluded.bytes OR adler32<>excluded.adler32 OR md5<>excluded.md5)");

    private static final String PUT_LISTING = """
            INSERT INTO listing (instance, scope, name, type, open, told_files, told_bytes) VALUES (?,?,?,?,?,?,?)
            ON CONFLICT (instance, scope, name) DO UPDATE SET type=excluded.type, open=excluded.open,
              told_files=excluded.told_files, told_bytes=excluded.told_bytes RETURNING id""";

    private static final String TOTALS =
            """
            SELECT count(*), coalesce(sum(bytes), 0),
              coalesce(sum(state=%1$d), 0), coalesce(sum(CASE WHEN state=%1$d THEN bytes ELSE 0 END), 0),
              coalesce(sum(CASE WHEN state=%2$d THEN bytes_here ELSE 0 END), 0),
              coalesce(sum(state=%3$d), 0), coalesce(sum(state=%4$d), 0)
            FROM member JOIN file ON file.id=member.file WHERE member.listing=?""".formatted(FileRows.VERIFIED, FileRows.PARTIAL, FileRows.UNVERIFIED, FileRows.BAD);

    private ListingRows() {}

    static void put(Connection on, String instance, Did did, Listing.Plan plan) throws SQLException {
        long listing = putListing(on, instance, did, plan);
        try (PreparedStatement old = on.prepareStatement("DELETE FROM member WHERE listing=?")) {
            old.setLong(1, listing);
            old.executeUpdate();
        }
        try (PreparedStatement putFile = on.prepareStatement(PUT_FILE);
                PreparedStatement putMember = on.prepareStatement(
                        "INSERT OR IGNORE INTO member (listing, name, scope, file) VALUES (?,?,?,?)")) {
            for (StoredFile file : plan.files()) {
                putMember.setLong(1, listing);
                putMember.setString(2, file.did().name());
                putMember.setString(3, file.did().scope());
                putMember.setLong(4, putFile(putFile, file));
                putMember.executeUpdate();
            }
        }
    }

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

    private static OptionalLong listing(Connection on, String instance, Did did) throws SQLException {
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

    private static long putListing(Connection on, String instance, Did did, Listing.Plan plan) throws SQLException {
        try (PreparedStatement put = on.prepareStatement(PUT_LISTING)) {
            put.setString(1, instance);
            put.setString(2, did.scope());
            put.setString(3, did.name());
            put.setString(4, plan.type().name());
            setNumber(put, 5, plan.told().map(told -> told.open() ? 1L : 0L));
            setNumber(put, 6, plan.told().flatMap(told -> boxed(told.files())));
            setNumber(put, 7, plan.told().flatMap(told -> boxed(told.bytes())));
            return id(put);
        }
    }

    private static void setNumber(PreparedStatement put, int column, Optional<Long> number) throws SQLException {
        if (number.isPresent()) put.setLong(column, number.get());
        else put.setNull(column, Types.INTEGER);
    }

    private static OptionalLong number(ResultSet row, int column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
    }

    private static Optional<Long> boxed(OptionalLong number) {
        return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
    }

    private static long putFile(PreparedStatement put, StoredFile file) throws SQLException {
        put.setString(1, file.instance());
        put.setString(2, file.did().scope());
        put.setString(3, file.did().name());
        put.setLong(4, file.bytes());
        put.setString(5, file.checksums().adler32().orElse(null));
        put.setString(6, file.checksums().md5().orElse(null));
        return id(put);
    }

    private static long id(PreparedStatement put) throws SQLException {
        try (ResultSet row = put.executeQuery()) {
            if (!row.next()) throw new SQLException("no row came back from " + put);
            return row.getLong(1);
        }
    }
}
