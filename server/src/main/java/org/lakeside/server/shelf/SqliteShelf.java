package org.lakeside.server.shelf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.lakeside.rucio.client.Checksums;
import org.lakeside.rucio.client.Child;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidType;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.browse.Shelf;
import org.sqlite.SQLiteErrorCode;

/// Opened at its first use, and empty then: a cache that can be thrown away at any time, so nothing is synced.
/// One connection, one user at a time: each step is short, and SQLite would serialise them anyway.
public final class SqliteShelf implements Shelf, AutoCloseable {
    private final Path file;

    // Guarded by `this`.
    private Optional<Connection> connection = Optional.empty();
    private long lastRoll;

    /// A shelf that keeps its rows in one file.
    ///
    /// @param file on a local disk; whatever is there is deleted
    public SqliteShelf(Path file) {
        this.file = file;
    }

    @Override
    public synchronized Roll newRoll() {
        return new TableRoll(++lastRoll);
    }

    @Override
    public synchronized void close() {
        try {
            if (connection.isPresent()) connection.get().close();
            connection = Optional.empty();
            Files.deleteIfExists(file);
        } catch (SQLException | IOException e) {
            // It is deleted before the next use.
        }
    }

    private Connection open() throws SQLException {
        if (connection.isPresent()) return connection.get();
        try {
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("preparing " + file, e);
        }
        var opened = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (var statement = opened.createStatement()) {
            statement.execute("pragma journal_mode = off");
            statement.execute("pragma synchronous = off");
            statement.execute(
                    "create table line (roll integer, seq integer, scope text, name text, type text, bytes integer,"
                            + " adler32 text, md5 text, primary key (roll, seq)) without rowid");
            statement.execute("create unique index once on line (roll, scope, name)");
        }
        connection = Optional.of(opened);
        return opened;
    }

    private RuntimeException failed(String doing, SQLException e) {
        if (e.getErrorCode() == SQLiteErrorCode.SQLITE_FULL.code)
            return new LakeException(
                    new Problem(
                            Problem.Kind.NO_ROOM,
                            "There is no room left in %s to keep this long list.".formatted(file.getParent()),
                            "Free some room there, or set state_dir to another local disk; then open it again."),
                    e);
        return new IllegalStateException("listings on disk: " + doing + ": " + e.getMessage(), e);
    }

    private final class TableRoll implements Roll {
        private final long number;
        private long size;
        private boolean closed;

        TableRoll(long number) {
            this.number = number;
        }

        @Override
        public long add(List<Child> rows) {
            synchronized (SqliteShelf.this) {
                if (closed) throw new IllegalStateException("this list has been thrown away");
                try {
                    insert(open(), rows);
                    return size;
                } catch (SQLException e) {
                    throw failed("adding rows", e);
                }
            }
        }

        private void insert(Connection to, List<Child> rows) throws SQLException {
            to.setAutoCommit(false);
            try (var insert = to.prepareStatement("insert or ignore into line values (?, ?, ?, ?, ?, ?, ?, ?)")) {
                for (var row : rows) {
                    insert.setLong(1, number);
                    insert.setLong(2, size);
                    insert.setString(3, row.did().scope());
                    insert.setString(4, row.did().name());
                    insert.setString(5, row.type().name());
                    if (row.bytes().isPresent()) insert.setLong(6, row.bytes().getAsLong());
                    else insert.setNull(6, Types.INTEGER);
                    insert.setString(7, row.checksums().adler32().orElse(""));
                    insert.setString(8, row.checksums().md5().orElse(""));
                    size += insert.executeUpdate(); // 0 for one that is there already
                }
            } finally {
                to.setAutoCommit(true);
            }
        }

        @Override
        public List<Child> rows(long from, int limit) {
            synchronized (SqliteShelf.this) {
                List<Child> rows = new ArrayList<>();
                if (closed) return rows;
                try (var select = open().prepareStatement(
                                "select scope, name, type, bytes, adler32, md5 from line where roll = ? and seq >= ?"
                                        + " order by seq limit ?")) {
                    select.setLong(1, number);
                    select.setLong(2, from);
                    select.setInt(3, limit);
                    try (var found = select.executeQuery()) {
                        while (found.next()) {
                            long bytes = found.getLong(4);
                            rows.add(new Child(
                                    new Did(found.getString(1), found.getString(2)),
                                    DidType.valueOf(found.getString(3)),
                                    found.wasNull() ? OptionalLong.empty() : OptionalLong.of(bytes),
                                    new Checksums(text(found.getString(5)), text(found.getString(6)))));
                        }
                    }
                    return rows;
                } catch (SQLException e) {
                    throw failed("reading rows", e);
                }
            }
        }

        @Override
        public void close() {
            synchronized (SqliteShelf.this) {
                if (closed) return;
                closed = true;
                if (connection.isEmpty()) return;
                try (var delete = connection.get().prepareStatement("delete from line where roll = ?")) {
                    delete.setLong(1, number);
                    delete.executeUpdate();
                } catch (SQLException e) {
                    throw failed("throwing rows away", e);
                }
            }
        }

        private static Optional<String> text(String text) {
            return text.isEmpty() ? Optional.empty() : Optional.of(text);
        }
    }
}
