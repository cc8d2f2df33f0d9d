package org.lakeside.server.rucio;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.lakeside.rucio.client.DatasetReplica;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidType;
import org.lakeside.rucio.client.Metadata;
import org.lakeside.rucio.client.RowStream;
import org.lakeside.rucio.client.RucioClient;
import org.lakeside.rucio.client.TokenSource;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.identity.Identities;

/// How much of datasets lies where: by a table of Rucio's, which has nothing of those that no rule was ever made for.
/// These are counted, as many as there is time for.
final class DatasetCounts {
    private final RucioInstances instances;
    private final Identities identities;

    DatasetCounts(RucioInstances instances, Identities identities) {
        this.instances = instances;
        this.identities = identities;
    }

    /// What may be spent on counting: it is a call for each dataset, and Rucio goes through all files of it.
    record Effort(int most, Duration longest) {}

    /// What is known.
    ///
    /// @param datasets those that are not empty
    /// @param more whether there are datasets that nothing is known of
    record Found(Map<Did, Counted> datasets, boolean more) {}

    /// One dataset.
    ///
    /// @param rows what each RSE has; none when nobody has anything of it
    /// @param files of the dataset; empty when nobody knows how many they are
    record Counted(List<DatasetReplica> rows, OptionalLong files) {}

    /// Others than datasets are left out.
    ///
    /// @throws LakeException when nothing is known because of it
    Found of(String instance, List<Did> dids, Effort effort) {
        Map<Did, Counted> known = new LinkedHashMap<>();
        if (dids.isEmpty()) return new Found(known, false);
        list(instance, About.NOTHING, (rucio, tokens) -> rucio.replicas().datasets(tokens, dids)).stream()
                .collect(Collectors.groupingBy(DatasetReplica::did))
                .forEach((did, rows) -> {
                    if (!isNotCountedYet(rows)) known.put(did, counted(rows));
                });
        var rest = dids.stream().filter(Predicate.not(known::containsKey)).toList();
        if (rest.isEmpty()) return new Found(known, false);
        var datasets = about(instance, rest).stream()
                .filter(one -> one.type().filter(DidType.DATASET::equals).isPresent())
                .toList();
        return new Found(known, count(instance, datasets, effort, known));
    }

    List<Metadata> about(String instance, List<Did> dids) {
        return list(instance, About.NOTHING, (rucio, tokens) -> rucio.dids().metadata(tokens, dids));
    }

    <T> List<T> list(String instance, About about, BiFunction<RucioClient, TokenSource, RowStream<T>> ask) {
        var tokens = identities.tokens(instance);
        try (var rows = instances.instance(instance).stream(Errand.LOOK, about, rucio -> ask.apply(rucio, tokens))) {
            List<T> all = new ArrayList<>();
            while (rows.hasNext()) all.add(rows.next());
            return all;
        }
    }

    /// @return whether some are left
    private boolean count(String instance, List<Metadata> datasets, Effort effort, Map<Did, Counted> known) {
        long until = System.nanoTime() + effort.longest().toNanos();
        try {
            for (var dataset : datasets.subList(0, Math.min(effort.most(), datasets.size())))
                InTime.answer(Duration.ofNanos(until - System.nanoTime()), () -> count(instance, dataset))
                        .ifPresent(one -> known.put(dataset.did(), one));
            return effort.most() < datasets.size();
        } catch (TimeoutException e) {
            return true;
        } catch (LakeException e) {
            if (known.isEmpty()) throw e;
            return true; // the others are worth having
        }
    }

    /// Of an empty dataset storages have neither all nor nothing. Its length says so of a closed one only.
    private Optional<Counted> count(String instance, Metadata dataset) {
        var did = dataset.did();
        var rows = list(
                instance, About.did(did), (rucio, tokens) -> rucio.replicas().datasetCounted(tokens, did));
        if (!rows.isEmpty()) return Optional.of(counted(rows));
        var files = dataset.files();
        boolean isEmpty = files.isPresent() ? files.getAsLong() == 0 : !hasContent(instance, did);
        return isEmpty ? Optional.empty() : Optional.of(new Counted(List.of(), files));
    }

    private boolean hasContent(String instance, Did dataset) {
        var tokens = identities.tokens(instance);
        try (var rows = instances.instance(instance).stream(
                Errand.LOOK, About.did(dataset), rucio -> rucio.dids().content(tokens, dataset))) {
            return rows.hasNext();
        }
    }

    private static Counted counted(List<DatasetReplica> rows) {
        return new Counted(
                rows,
                rows.stream()
                        .map(DatasetReplica::files)
                        .flatMapToLong(OptionalLong::stream)
                        .max());
    }

    /// As it is for some minutes after a rule was made.
    private static boolean isNotCountedYet(List<DatasetReplica> rows) {
        return rows.stream().anyMatch(row -> row.files().orElse(0) == 0);
    }
}
