package org.lakeside.server.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidType;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.transfer.Download;
import org.lakeside.server.lake.transfer.DownloadState;
import org.lakeside.server.lake.transfer.DownloadState.Cancelled;
import org.lakeside.server.lake.transfer.DownloadState.Done;
import org.lakeside.server.lake.transfer.DownloadState.Failed;
import org.lakeside.server.lake.transfer.DownloadState.Listing;
import org.lakeside.server.lake.transfer.DownloadState.Queued;
import org.lakeside.server.lake.transfer.DownloadState.Running;

/// The table of downloads.
final class DownloadRows {
    private static final String PUT = """
            INSERT OR REPLACE INTO download (id, instance, scope, name, type, state, started, ended, problem,
              files_total, files_done, files_failed, bytes_total, bytes_done, failures, sources)
            VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)""";

    private DownloadRows() {}

    static void put(Connection on, Download download) throws SQLException {
        try (PreparedStatement put = on.prepareStatement(PUT)) {
            put.setString(1, download.id());
            put.setString(2, download.instance());
            put.setString(3, download.did().scope());
            put.setString(4, download.did().name());
            put.setString(5, download.type().map(DidType::name).orElse(null));
            put.setLong(7, download.started().toEpochMilli());
            put.setNull(8, Types.INTEGER);
            put.setNull(9, Types.VARCHAR);
            putState(put, download.state());
            put.setLong(10, download.files().total());
            put.setLong(11, download.files().done());
            put.setLong(12, download.files().failed());
            put.setLong(13, download.bytes().total());
            put.setLong(14, download.bytes().done());
            put.setString(15, ProblemText.of(download.failures()));
            put.setString(16, FileRows.joined(download.sources()));
            put.executeUpdate();
        }
    }

    static void remove(Connection on, String id) throws SQLException {
        try (PreparedStatement delete = on.prepareStatement("DELETE FROM download WHERE id=?")) {
            delete.setString(1, id);
            delete.executeUpdate();
        }
    }

    static List<Download> all(Connection on) throws SQLException {
        List<Download> all = new ArrayList<>();
        try (PreparedStatement query = on.prepareStatement(
                        "SELECT id, instance, scope, name, type, state, started, ended, problem, files_total,"
                                + " files_done, files_failed, bytes_total, bytes_done, failures, sources FROM download"
                                + " ORDER BY started DESC, rowid DESC");
                ResultSet row = query.executeQuery()) {
            while (row.next()) all.add(download(row));
        }
        return all;
    }

    private static void putState(PreparedStatement put, DownloadState state) throws SQLException {
        switch (state) {
            case Queued _ -> put.setString(6, "queued");
            case Listing _ -> put.setString(6, "listing");
            case Running _ -> put.setString(6, "running");
            case Done(var ended) -> putEnd(put, "done", ended);
            case Cancelled(var ended) -> putEnd(put, "cancelled", ended);
            case Failed(var ended, var problem) -> {
                putEnd(put, "failed", ended);
                put.setString(9, ProblemText.of(problem));
            }
        }
    }

    private static void putEnd(PreparedStatement put, String state, Instant ended) throws SQLException {
        put.setString(6, state);
        put.setLong(8, ended.toEpochMilli());
    }

    private static Download download(ResultSet row) throws SQLException {
        @Nullable String type = row.getString(5);
        return new Download(
                row.getString(1),
                row.getString(2),
                new Did(row.getString(3), row.getString(4)),
                type == null ? Optional.empty() : Optional.of(DidType.valueOf(type)),
                state(row),
                new Download.Files(row.getLong(10), row.getLong(11), row.getLong(12)),
                new Download.Bytes(row.getLong(13), row.getLong(14)),
                Instant.ofEpochMilli(row.getLong(7)),
                ProblemText.failures(row.getString(15)),
                FileRows.split(row.getString(16)));
    }

    private static DownloadState state(ResultSet row) throws SQLException {
        var ended = Instant.ofEpochMilli(row.getLong(8));
        String state = row.getString(6);
        return switch (state) {
            case "queued" -> new Queued();
            case "listing" -> new Listing();
            case "running" -> new Running(OptionalLong.empty(), OptionalLong.empty(), List.of(), Optional.empty());
            case "done" -> new Done(ended);
            case "cancelled" -> new Cancelled(ended);
            case "failed" -> new Failed(ended, problem(row));
            default -> throw new SQLException("no download is '%s'".formatted(state));
        };
    }

    private static Problem problem(ResultSet row) throws SQLException {
        return ProblemText.problem(row.getString(9));
    }
}
