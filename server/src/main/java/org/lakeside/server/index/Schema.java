package org.lakeside.server.index;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// The tables, and how to come to them from those of earlier versions.
final class Schema {
    private static final List<List<String>> STEPS = List.of(
            List.of("""
            CREATE TABLE file (
              id INTEGER PRIMARY KEY,
              instance TEXT NOT NULL, scope TEXT NOT NULL, name TEXT NOT NULL,
              bytes INTEGER NOT NULL, adler32 TEXT, md5 TEXT,
              state INTEGER NOT NULL DEFAULT 0,
              bytes_here INTEGER NOT NULL DEFAULT 0,
              temporary TEXT, sources TEXT,
              block_size INTEGER, durable BLOB, young BLOB, boot TEXT, sums BLOB,
              modified INTEGER, inode INTEGER,
              UNIQUE (instance, scope, name))""", "CREATE INDEX file_temporary ON file (temporary) WHERE temporary IS NOT NULL", """
            CREATE TABLE listing (
              id INTEGER PRIMARY KEY,
              instance TEXT NOT NULL, scope TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL,
              UNIQUE (instance, scope, name))""", """
            CREATE TABLE member (
              listing INTEGER NOT NULL, name TEXT NOT NULL, scope TEXT NOT NULL, file INTEGER NOT NULL,
              PRIMARY KEY (listing, name, scope)) WITHOUT ROWID""", """
            CREATE TABLE download (
              id TEXT PRIMARY KEY,
              instance TEXT NOT NULL, scope TEXT NOT NULL, name TEXT NOT NULL, type TEXT,
              state TEXT NOT NULL, started INTEGER NOT NULL, ended INTEGER, problem TEXT,
              files_total INTEGER NOT NULL, files_done INTEGER NOT NULL, files_failed INTEGER NOT NULL,
              bytes_total INTEGER NOT NULL, bytes_done INTEGER NOT NULL, failures TEXT NOT NULL)"""),
            List.of(
                    "ALTER TABLE listing ADD COLUMN open INTEGER",
                    "ALTER TABLE listing ADD COLUMN told_files INTEGER",
                    "ALTER TABLE listing ADD COLUMN told_bytes INTEGER"),
            List.of("CREATE TABLE store (id TEXT NOT NULL)", "INSERT INTO store VALUES (lower(hex(randomblob(8))))"),
            List.of("ALTER TABLE download ADD COLUMN sources TEXT NOT NULL DEFAULT ''"),
            // Listings that are being made or removed: their members belong to no row of `listing`.
            List.of("CREATE TABLE draft (listing INTEGER PRIMARY KEY)"));

    private Schema() {}

    static void bringUpToDate(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            int version = version(statement);
            if (version > STEPS.size())
                throw new SQLiteException(
                        "made by a later version of Lakeside (%d)".formatted(version), SQLiteErrorCode.SQLITE_SCHEMA);
            for (List<String> step : STEPS.subList(version, STEPS.size()))
                for (String sql : step) statement.execute(sql);
            statement.execute("PRAGMA user_version=" + STEPS.size());
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    static String storeId(Connection on) throws SQLException {
        try (Statement statement = on.createStatement();
                ResultSet row = statement.executeQuery("SELECT id FROM store")) {
            if (!row.next()) throw new SQLException("the store has no id");
            return row.getString(1);
        }
    }

    private static int version(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("PRAGMA user_version")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }
}
