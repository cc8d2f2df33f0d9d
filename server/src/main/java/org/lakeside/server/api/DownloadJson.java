package org.lakeside.server.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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

/// A download, flat: what its state does not have is null.
record DownloadJson(
        String id,
        String instance,
        String did,
        Optional<DidType> type,
        String state,
        FilesJson files,
        BytesJson bytes,
        OptionalLong rate,
        OptionalLong secondsLeft,
        List<String> sources,
        Optional<String> waiting,
        Instant started,
        Optional<Instant> ended,
        Optional<Map<String, Object>> problem,
        List<FailureJson> failures) {
    private static final int MOST_FAILURES = 20;

    record FilesJson(long total, long done, long failed) {}

    record BytesJson(long total, long done) {}

    record FailureJson(String did, Map<String, Object> problem) {}

    static DownloadJson of(Download download) {
        var running = download.state() instanceof Running now ? Optional.of(now) : Optional.<Running>empty();
        return new DownloadJson(
                download.id(),
                download.instance(),
                download.did().toString(),
                download.type(),
                name(download.state()),
                new FilesJson(
                        download.files().total(),
                        download.files().done(),
                        download.files().failed()),
                new BytesJson(download.bytes().total(), download.bytes().done()),
                running.map(Running::rate).orElse(OptionalLong.empty()),
                running.map(Running::secondsLeft).orElse(OptionalLong.empty()),
                running.map(Running::sources).orElse(download.sources()),
                running.flatMap(Running::waiting),
                Json.time(download.started()),
                ended(download.state()).map(Json::time),
                problem(download.state()).map(ProblemJson::of),
                download.failures().stream()
                        .limit(MOST_FAILURES)
                        .map(failure -> new FailureJson(failure.did().toString(), ProblemJson.of(failure.problem())))
                        .toList());
    }

    private static String name(DownloadState state) {
        return switch (state) {
            case Queued _ -> "queued";
            case Listing _ -> "listing";
            case Running _ -> "running";
            case Done _ -> "done";
            case Failed _ -> "failed";
            case Cancelled _ -> "cancelled";
        };
    }

    private static Optional<Instant> ended(DownloadState state) {
        return switch (state) {
            case Queued _, Listing _, Running _ -> Optional.empty();
            case Done(var ended) -> Optional.of(ended);
            case Failed failed -> Optional.of(failed.ended());
            case Cancelled(var ended) -> Optional.of(ended);
        };
    }

    private static Optional<Problem> problem(DownloadState state) {
        return state instanceof Failed failed ? Optional.of(failed.problem()) : Optional.empty();
    }
}
