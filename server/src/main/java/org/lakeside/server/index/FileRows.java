package org.lakeside.server.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lakeside.rucio.client.Checksums;
import org.lakeside.rucio.client.Did;
import org.lakeside.server.lake.transfer.BlockMarks;
import org.lakeside.server.lake.transfer.Fingerprint;
import org.lakeside.server.lake.transfer.Presence;
import org.lakeside.server.lake.transfer.Presence.Absent;
import org.lakeside.server.lake.transfer.Presence.Bad;
import org.lakeside.server.lake.transfer.Presence.Complete;
import org.lakeside.server.lake.transfer.Presence.Partial;
import org.lakeside.server.lake.transfer.StoreIndex.Entry;
import org.lakeside.server.lake.transfer.StoredFile;

/// The table of files.
final class FileRows {
    static final int ABSENT = 0;
    static final int PARTIAL = 1;
    static final int VERIFIED = 2;
    static final int UNVERIFIED = 3;
    static final int BAD = 4;

    static final String COLUMNS =
            "file.instance, file.scope, file.name, file.bytes, file.adler32, file.md5, file.state,"
                    + " file.bytes_here, file.temporary, file.sources, file.block_size, file.durable, file.young, file.boot,"
                    + " file.sums, file.modified, file.inode";

    private static final String SEPARATOR = "\n";
    private static final String PUT = """
            INSERT INTO file (instance, scope, name, bytes, adler32, md5, state, bytes_here, temporary, sources,
              block_size, durable, young, boot, sums, modified, inode) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
            ON CONFLICT (instance, scope, name) DO UPDATE SET bytes=excluded.bytes, adler32=excluded.adler32,
              md5=excluded.md5, state=excluded.state, bytes_here=excluded.bytes_here, temporary=excluded.temporary,
              sources=excluded.sources, block_size=excluded.block_size, durable=excluded.durable,
              young=excluded.young, boot=excluded.boot, sums=excluded.sums, modified=excluded.modified,
              inode=excluded.inode""";

    private static final String GONE = """
            UPDATE file SET state=%d, bytes_here=0, modified=NULL, inode=NULL
            WHERE instance=? AND scope=? AND name=? AND state IN (%d, %d) AND bytes=? AND modified=? AND inode=?""".formatted(ABSENT, VERIFIED, UNVERIFIED);

    private FileRows() {}

    static Optional<Entry> find(Connection on, String instance, Did did) throws SQLException {
        List<Entry> found = findAll(on, instance, List.of(did));
        return found.isEmpty() ? Optional.empty() : Optional.of(found.getFirst());
    }

    static List<Entry> findAll(Connection on, String instance, Collection<Did> dids) throws SQLException {
        return Asked.all(on, "file", COLUMNS, instance, dids, FileRows::entry);
    }

    static List<Entry> entries(PreparedStatement query) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) entries.add(entry(row));
        }
        return entries;
    }

    static void put(Connection on, List<Entry> entries) throws SQLException {
        try (PreparedStatement put = on.prepareStatement(PUT)) {
            for (Entry entry : entries) {
                describe(put, entry.file());
                remember(put, entry);
                put.executeUpdate();
            }
        }
    }

    static void noteGone(Connection on, StoredFile file, Fingerprint seen) throws SQLException {
        try (PreparedStatement update = on.prepareStatement(GONE)) {
            update.setString(1, file.instance());
            update.setString(2, file.did().scope());
            update.setString(3, file.did().name());
            update.setLong(4, seen.bytes());
            update.setLong(5, seen.modified());
            update.setLong(6, seen.inode());
            update.executeUpdate();
        }
    }

    static Set<String> temporaries(Connection on) throws SQLException {
        Set<String> names = new HashSet<>();
        try (PreparedStatement query = on.prepareStatement("SELECT temporary FROM file WHERE temporary IS NOT NULL");
                ResultSet row = query.executeQuery()) {
            while (row.next()) names.add(row.getString(1));
        }
        return names;
    }

    static long used(Connection on) throws SQLException {
        try (PreparedStatement query = on.prepareStatement("SELECT coalesce(sum(bytes_here), 0) FROM file");
                ResultSet row = query.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private static void describe(PreparedStatement put, StoredFile file) throws SQLException {
        put.setString(1, file.instance());
        put.setString(2, file.did().scope());
        put.setString(3, file.did().name());
        put.setLong(4, file.bytes());
        put.setString(5, file.checksums().adler32().orElse(null));
        put.setString(6, file.checksums().md5().orElse(null));
    }

    private static void remember(PreparedStatement put, Entry entry) throws SQLException {
        for (int column = 9; column <= 17; column++) put.setNull(column, Types.NULL);
        switch (entry.presence()) {
            case Absent _ -> state(put, ABSENT, 0);
            case Bad _ -> state(put, BAD, 0);
            case Complete(var print, boolean verified) -> {
                state(put, verified ? VERIFIED : UNVERIFIED, entry.file().bytes());
                put.setLong(16, print.modified());
                put.setLong(17, print.inode());
            }
            case Partial(var temporary, var marks, long bytesHere, var sources) -> {
                state(put, PARTIAL, bytesHere);
                put.setString(9, temporary);
                put.setString(10, joined(sources));
                put.setLong(11, marks.blockSize());
                put.setBytes(12, marks.durable());
                put.setBytes(13, marks.young());
                put.setString(14, marks.boot());
                put.setBytes(15, marks.sums());
            }
        }
    }

    private static void state(PreparedStatement put, int state, long bytesHere) throws SQLException {
        put.setInt(7, state);
        put.setLong(8, bytesHere);
    }

    private static Entry entry(ResultSet row) throws SQLException {
        var checksums = new Checksums(Optional.ofNullable(row.getString(5)), Optional.ofNullable(row.getString(6)));
        var did = new Did(row.getString(2), row.getString(3));
        return new Entry(new StoredFile(row.getString(1), did, row.getLong(4), checksums), presence(row));
    }

    private static Presence presence(ResultSet row) throws SQLException {
        return switch (row.getInt(7)) {
            case PARTIAL -> new Partial(row.getString(9), marks(row), row.getLong(8), split(row.getString(10)));
            case VERIFIED -> new Complete(fingerprint(row), true);
            case UNVERIFIED -> new Complete(fingerprint(row), false);
            case BAD -> new Bad();
            default -> new Absent();
        };
    }

    private static Fingerprint fingerprint(ResultSet row) throws SQLException {
        return new Fingerprint(row.getLong(4), row.getLong(16), row.getLong(17));
    }

    private static BlockMarks marks(ResultSet row) throws SQLException {
        return new BlockMarks(row.getLong(11), bytes(row, 12), bytes(row, 13), row.getString(14), bytes(row, 15));
    }

    private static byte[] bytes(ResultSet row, int column) throws SQLException {
        byte @Nullable [] bytes = row.getBytes(column); // SQLite's empty blob comes as null
        return bytes == null ? new byte[0] : bytes;
    }

    static String joined(List<String> rses) {
        return String.join(SEPARATOR, rses);
    }

    static List<String> split(@Nullable String joined) {
        return joined == null || joined.isEmpty() ? List.of() : List.of(joined.split(SEPARATOR));
    }
}
