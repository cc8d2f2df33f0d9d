package org.lakeside.server.shelf;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.lakeside.rucio.client.Did;
import org.lakeside.server.lake.browse.Shelf.Title;

/// What stands in a kept file beside the rows.
record Label(Title title, Instant asked, boolean closed) {
    void write(Connection to, long rows) throws SQLException {
        try (var statement = to.createStatement()) {
            statement.execute("create table about (instance text, account text, scope text, name text, asked text,"
                    + " closed integer, rows integer)");
        }
        try (var insert = to.prepareStatement("insert into about values (?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, title.instance());
            insert.setString(2, title.account());
            insert.setString(3, title.did().scope());
            insert.setString(4, title.did().name());
            insert.setString(5, asked.toString());
            insert.setBoolean(6, closed);
            insert.setLong(7, rows);
            insert.executeUpdate();
        }
    }

    static Label read(Connection from) throws SQLException {
        try (var statement = from.createStatement();
                var found = statement.executeQuery("select instance, account, scope, name, asked, closed from about")) {
            if (!found.next()) throw new SQLException("it does not say what it is");
            var did = new Did(found.getString(3), found.getString(4));
            return new Label(
                    new Title(found.getString(1), found.getString(2), did),
                    Instant.parse(found.getString(5)),
                    found.getBoolean(6));
        }
    }

    /// With a journal, so that a crash leaves the file as it was.
    static void close(Connection in, Instant asked) throws SQLException {
        try (var update = in.prepareStatement("update about set closed = 1 where asked = ?")) {
            update.setString(1, asked.toString());
            update.executeUpdate();
        }
    }
}
