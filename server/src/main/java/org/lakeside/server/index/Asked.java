package org.lakeside.server.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.lakeside.rucio.client.Did;

/// The rows of many DIDs in a table, asked for together: a page of a hundred is one question and not a hundred.
final class Asked {
    private static final int AT_ONCE = 200;

    /// Makes something of a row.
    interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    private Asked() {}

    /// Those that are there; the order is open.
    ///
    /// @param table which has the columns `instance`, `scope` and `name`, and an index that begins with them
    static <T> List<T> all(
            Connection on, String table, String columns, String instance, Collection<Did> dids, Reading<T> reading)
            throws SQLException {
        List<T> found = new ArrayList<>();
        List<Did> all = List.copyOf(dids);
        for (int from = 0; from < all.size(); from += AT_ONCE)
            read(on, table, columns, instance, all.subList(from, Math.min(all.size(), from + AT_ONCE)), reading, found);
        return found;
    }

    private static <T> void read(
            Connection on,
            String table,
            String columns,
            String instance,
            List<Did> dids,
            Reading<T> reading,
            List<T> found)
            throws SQLException {
        // CROSS JOIN: SQLite goes through the DIDs and looks each up, however few rows it takes the table to have
        var sql =
                "WITH asked (its_scope, its_name) AS (VALUES %s) SELECT %s FROM asked CROSS JOIN %s ON instance=? AND scope=its_scope AND name=its_name"
                        .formatted(String.join(",", Collections.nCopies(dids.size(), "(?,?)")), columns, table);
        try (PreparedStatement query = on.prepareStatement(sql)) {
            int at = 0;
            for (Did did : dids) {
                query.setString(++at, did.scope());
                query.setString(++at, did.name());
            }
            query.setString(++at, instance);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) found.add(reading.of(row));
            }
        }
    }
}
