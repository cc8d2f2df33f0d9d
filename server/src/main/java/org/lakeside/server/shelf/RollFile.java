package org.lakeside.server.shelf;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidType;
import org.lakeside.server.lake.browse.Row;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;

/// The rows of one list in a SQLite file. One user at a time: its owner sees to that.
final class RollFile implements AutoCloseable {
    /// What is `Lake` in ASCII: no other program's file is taken for one of ours.
    private static final int APPLICATION = 0x4c616b65;
    /// Of another one the file is thrown away.
    private static final int FORMAT = 1;

    private static final String READ_CACHE = "pragma cache_size = -100"; // KiB

    private final Connection connection;
    private long size;

    private RollFile(Connection connection, long size) {
        this.connection = connection;
        this.size = size;
    }

    /// An empty one: a cache that can be thrown away at any time, so nothing is synced.
    static RollFile create(Path file) throws SQLException {
        var connection = open(file, false);
        try (var statement = connection.createStatement()) {
            statement.execute("pragma journal_mode = off");
            statement.execute("pragma synchronous = off");
            statement.execute("pragma cache_size = -2000");
            statement.execute("pragma application_id = " + APPLICATION);
            statement.execute("pragma user_version = " + FORMAT);
            statement.execute("create table line (seq integer primary key, scope text, name text, type text,"
                    + " bytes integer, files integer)");
            statement.execute("create unique index once on line (scope, name)");
            return new RollFile(connection, 0);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /// One that was kept.
    ///
    /// @throws SQLException when it is not of this format, or damaged
    static RollFile openKept(Path file) throws SQLException {
        var connection = open(file, true);
        try (var statement = connection.createStatement()) {
            statement.execute(READ_CACHE);
            if (number(connection, "pragma application_id") != APPLICATION
                    || number(connection, "pragma user_version") != FORMAT)
                throw new SQLException("it is not of format " + FORMAT);
            long rows = number(connection, "select rows from about");
            if (number(connection, "select coalesce(max(seq) + 1, 0) from line") != rows)
                throw new SQLException("it does not have its %d rows".formatted(rows));
            return new RollFile(connection, rows);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    static Connection open(Path file, boolean readOnly) throws SQLException {
        var config = new SQLiteConfig();
        config.setReadOnly(readOnly);
        config.setGetGeneratedKeys(
                false); // the driver would ask for one after each row, which costs as much as the row
        return JDBC.createConnection("jdbc:sqlite:" + file, config.toProperties());
    }

    long size() {
        return size;
    }

    void add(List<Row> rows) throws SQLException {
        connection.setAutoCommit(false);
        try (var insert = connection.prepareStatement("insert or ignore into line values (?, ?, ?, ?, ?, ?)")) {
            for (var row : rows) {
                insert.setLong(1, size);
                insert.setString(2, row.did().scope());
                insert.setString(3, row.did().name());
                insert.setString(4, row.type().name());
                set(insert, 5, row.bytes());
                set(insert, 6, row.files());
                size += insert.executeUpdate(); // 0 for one that is there already
            }
        } finally {
            connection.setAutoCommit(true);
        }
    }

    List<Row> rows(long from, int limit) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (var select = connection.prepareStatement(
                "select scope, name, type, bytes, files from line where seq >= ? order by seq limit ?")) {
            select.setLong(1, from);
            select.setInt(2, limit);
            try (var found = select.executeQuery()) {
                while (found.next()) rows.add(row(found));
            }
        }
        return rows;
    }

    /// Writes its rows into another file, with what the list is of.
    void copyTo(Path copy, Label label) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("drop index if exists once"); // nothing is added any more
            statement.execute("drop table if exists about");
            label.write(connection, size);
            try (var vacuum = connection.prepareStatement("vacuum into ?")) {
                vacuum.setString(1, copy.toString());
                vacuum.execute();
            }
        }
    }

    /// A cache of some pages is enough for whoever reads a part of it from time to time.
    void rest() throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(READ_CACHE);
            statement.execute("pragma shrink_memory");
        }
    }

    Label label() throws SQLException {
        return Label.read(connection);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private static Row row(ResultSet found) throws SQLException {
        return new Row(
                new Did(found.getString(1), found.getString(2)),
                DidType.valueOf(found.getString(3)),
                number(found, 4),
                number(found, 5));
    }

    private static void set(PreparedStatement statement, int at, OptionalLong value) throws SQLException {
        if (value.isPresent()) statement.setLong(at, value.getAsLong());
        else statement.setNull(at, Types.INTEGER);
    }

    private static OptionalLong number(ResultSet found, int at) throws SQLException {
        long value = found.getLong(at);
        return found.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var found = statement.executeQuery(sql)) {
            if (!found.next()) throw new SQLException("nothing for " + sql);
            return found.getLong(1);
        }
    }
}
