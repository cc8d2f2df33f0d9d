package org.lakeside.server.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.lakeside.rucio.client.Did;
import org.lakeside.server.lake.transfer.Listing;
import org.lakeside.server.lake.transfer.StoreIndex.Entry;
import org.lakeside.server.lake.transfer.StoredFile;

/// How lists of files come into the index: their members are written under a number that no DID has; publishing gives
/// the number to the DID, and takes the old one from it.
final class DraftRows {
    private static final String BEGIN = """
            INSERT INTO draft (listing)
            SELECT 1 + max(coalesce((SELECT max(id) FROM listing), 0), coalesce((SELECT max(listing) FROM draft), 0))
            RETURNING listing""";

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

    private static final String PUT_MEMBER =
            "INSERT OR IGNORE INTO member (listing, name, scope, file) VALUES (?,?,?,?)";

    private static final String WITHOUT_CHECKSUM = "SELECT " + FileRows.COLUMNS
            + " FROM member JOIN file ON file.id=member.file"
            + " WHERE member.listing=? AND (member.name, member.scope) > (?, ?)"
            + " AND file.adler32 IS NULL AND file.md5 IS NULL ORDER BY member.name, member.scope LIMIT ?";

    private static final String PUBLISH = """
            INSERT INTO listing (id, instance, scope, name, type, open, told_files, told_bytes)
            VALUES (?,?,?,?,?,?,?,?)""";

    private DraftRows() {}

    static long begin(Connection on) throws SQLException {
        try (PreparedStatement begin = on.prepareStatement(BEGIN)) {
            return id(begin);
        }
    }

    static void add(Connection on, long draft, List<StoredFile> files) throws SQLException {
        try (PreparedStatement putFile = on.prepareStatement(PUT_FILE);
                PreparedStatement putMember = on.prepareStatement(PUT_MEMBER)) {
            for (StoredFile file : files) {
                putMember.setLong(1, draft);
                putMember.setString(2, file.did().name());
                putMember.setString(3, file.did().scope());
                putMember.setLong(4, putFile(putFile, file));
                putMember.executeUpdate();
            }
        }
    }

    static List<StoredFile> withoutChecksum(Connection on, long draft, Optional<Did> after, int limit)
            throws SQLException {
        try (PreparedStatement query = on.prepareStatement(WITHOUT_CHECKSUM)) {
            query.setLong(1, draft);
            query.setString(2, after.map(Did::name).orElse(""));
            query.setString(3, after.map(Did::scope).orElse(""));
            query.setInt(4, limit);
            return FileRows.entries(query).stream().map(Entry::file).toList();
        }
    }

    /// Returns the number of the list that is replaced; it is a draft from now on, to be removed.
    static OptionalLong publish(Connection on, long draft, String instance, Did did, Listing.Plan plan)
            throws SQLException {
        update(on, "DELETE FROM draft WHERE listing=?", draft);
        OptionalLong old = ListingRows.listing(on, instance, did);
        if (old.isPresent()) {
            update(on, "DELETE FROM listing WHERE id=?", old.getAsLong());
            update(on, "INSERT INTO draft (listing) VALUES (?)", old.getAsLong());
        }
        try (PreparedStatement put = on.prepareStatement(PUBLISH)) {
            put.setLong(1, draft);
            put.setString(2, instance);
            put.setString(3, did.scope());
            put.setString(4, did.name());
            put.setString(5, plan.type().name());
            setNumber(put, 6, plan.told().map(told -> told.open() ? 1L : 0L));
            setNumber(put, 7, plan.told().flatMap(told -> boxed(told.files())));
            setNumber(put, 8, plan.told().flatMap(told -> boxed(told.bytes())));
            put.executeUpdate();
        }
        return old;
    }

    static void remove(Connection on, long draft) throws SQLException {
        update(on, "DELETE FROM member WHERE listing=?", draft);
        update(on, "DELETE FROM draft WHERE listing=?", draft);
    }

    static void removeAll(Connection on) throws SQLException {
        try (Statement statement = on.createStatement()) {
            statement.executeUpdate("DELETE FROM member WHERE listing IN (SELECT listing FROM draft)");
            statement.executeUpdate("DELETE FROM draft");
        }
    }

    private static void update(Connection on, String sql, long number) throws SQLException {
        try (PreparedStatement update = on.prepareStatement(sql)) {
            update.setLong(1, number);
            update.executeUpdate();
        }
    }

    private static void setNumber(PreparedStatement put, int column, Optional<Long> number) throws SQLException {
        if (number.isPresent()) put.setLong(column, number.get());
        else put.setNull(column, Types.INTEGER);
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
