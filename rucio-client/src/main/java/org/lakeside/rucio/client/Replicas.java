package org.lakeside.rucio.client;

import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import okhttp3.HttpUrl;

/// Where DIDs are: `/replicas`.
public final class Replicas {
    private static final Json<ReplicaJson> REPLICA = Json.of(ReplicaJson.class);

    private final Server server;
    private final ReplicaChanges changes;

    Replicas(Server server) {
        this.server = server;
        this.changes = new ReplicaChanges(server);
    }

    /// Where files can be had. DIDs that do not exist are left out.
    public RowStream<FileReplicas> files(TokenSource tokens, ReplicaQuery query) {
        Asking asking = server.asking(tokens, "listing the replicas of " + Server.shown(query.dids()));
        return chunked(
                asking,
                query.dids(),
                chunk -> asking.lines(
                        server.at("replicas", "list"),
                        ReplicaRequestJson.of(chunk, query),
                        line -> REPLICA.read(line).replicas()));
    }

    /// How much of datasets is on which RSE, by a table that Rucio renews now and then. A dataset for which there
    /// never was a rule, or which does not exist, is left out, and so are containers and files.
    public RowStream<DatasetReplica> datasets(TokenSource tokens, List<Did> datasets) {
        Asking asking = server.asking(tokens, "asking on which RSEs %s is".formatted(Server.shown(datasets)));
        return chunked(
                asking,
                datasets,
                chunk -> asking.lines(
                        server.at("replicas", "datasets_bulk"), DidsJson.of(chunk), DatasetReplicaJson::row));
    }

    /// The same for one dataset, counted now, file by file: right at once, and slow for large ones.
    public RowStream<DatasetReplica> datasetCounted(TokenSource tokens, Did dataset) {
        Asking asking = server.asking(tokens, "counting on which RSEs %s is".formatted(Server.shown(dataset)));
        return server.rowsOrNone(
                asking,
                dataset,
                () -> server.about(
                        "replicas", dataset, "datasets", url -> asking.lines(counted(url), DatasetReplicaJson::row)));
    }

    /// The datasets on an RSE, by the same table as [#datasets].
    public RowStream<DatasetReplica> datasetsAt(TokenSource tokens, String rse) {
        Asking asking = server.asking(tokens, "listing the datasets on " + Server.shown(rse));
        return asking.rows(() -> asking.lines(server.at("replicas", "rse", rse), DatasetReplicaJson::row));
    }

    /// Replicas on these RSEs that were declared suspicious, or worse, in the last ten days (41.5.1). Those
    /// of which the operators have said since that they are bad are left out. Rucio takes no narrower
    /// question, and there may be thousands. Most of them are still `AVAILABLE`.
    public List<Suspicion> suspicious(TokenSource tokens, String rseExpression) {
        Asking asking = server.asking(tokens, "listing the suspicious replicas on " + Server.shown(rseExpression));
        HttpUrl url = server.at("replicas", "suspicious")
                .newBuilder()
                .addQueryParameter("rse_expression", rseExpression)
                .build();
        return asking.value(
                url,
                SuspicionJson.ALL,
                all -> Stream.of(all).map(SuspicionJson::suspicion).toList());
    }

    /// To tell Rucio of new replicas, and of bad ones.
    public ReplicaChanges changes() {
        return changes;
    }

    private static HttpUrl counted(HttpUrl url) {
        return url.newBuilder().addQueryParameter("deep", "true").build();
    }

    private static <T> RowStream<T> chunked(Asking asking, List<Did> dids, Function<List<Did>, Part<T>> ask) {
        Iterator<Supplier<Part<T>>> parts = Server.chunks(dids, Server.CHUNK).stream()
                .<Supplier<Part<T>>>map(chunk -> () -> ask.apply(chunk))
                .iterator();
        return asking.rows(parts, _ -> true, Long.MAX_VALUE);
    }
}
