package org.lakeside.server.rucio;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.lakeside.rucio.client.DatasetReplica;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidType;
import org.lakeside.rucio.client.FileReplicas;
import org.lakeside.rucio.client.Metadata;
import org.lakeside.rucio.client.Replica;
import org.lakeside.rucio.client.ReplicaQuery;
import org.lakeside.rucio.client.ReplicaQuery.Where;
import org.lakeside.rucio.client.RowStream;
import org.lakeside.rucio.client.Rse;
import org.lakeside.rucio.client.RucioClient;
import org.lakeside.rucio.client.TokenSource;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.browse.OnStorage;
import org.lakeside.server.lake.browse.RseShare;
import org.lakeside.server.lake.browse.RseShare.State;
import org.lakeside.server.lake.identity.Identities;

/// What RSEs have of DIDs. Of datasets by a table of Rucio's, which has nothing of those that no rule was ever made
/// for: these are counted.
final class Shares {
    /// Counting is a call for each, and Rucio goes through all files of it.
    private static final int MOST_COUNTED = 20;

    private static final int MOST_CONTAINERS = 50;
    private static final int MOST_DATASETS = 1000;

    private final RucioInstances instances;
    private final Identities identities;
    private final RseBook book;

    Shares(RucioInstances instances, Identities identities, RseBook book) {
        this.instances = instances;
        this.identities = identities;
        this.book = book;
    }

    /// By the names of the RSEs.
    List<RseShare> of(String instance, Did did) {
        var type = about(instance, List.of(did)).stream()
                .flatMap(one -> one.type().stream())
                .findFirst()
                .orElseThrow(() -> notFound(instance, did));
        return switch (type) {
            case FILE -> ofFile(instance, did);
            case DATASET -> together(instance, replicas(instance, List.of(did)));
            case CONTAINER -> together(instance, replicas(instance, datasetsBelow(instance, did)));
        };
    }

    /// What is not in it is not known: containers, empty datasets, and those too many to be counted.
    Map<Did, OnStorage> onStorage(String instance, List<Did> collections) {
        Map<Did, OnStorage> known = new LinkedHashMap<>();
        replicas(instance, collections)
                .forEach((did, rows) -> known.put(did, OnStorage.of(together(instance, Map.of(did, rows)))));
        return known;
    }

    private List<RseShare> ofFile(String instance, Did file) {
        var query = new ReplicaQuery(List.of(file), List.of(), ReplicaQuery.Order.RANDOM, Where.READABLE.all());
        return list(
                        instance,
                        About.did(file),
                        (rucio, tokens) -> rucio.replicas().files(tokens, query))
                .stream()
                .flatMap(found -> found.replicas().stream().map(replica -> ofReplica(instance, found, replica)))
                .sorted(Comparator.comparing(RseShare::rse))
                .toList();
    }

    private RseShare ofReplica(String instance, FileReplicas file, Replica replica) {
        var rse = book.find(instance, replica.rse());
        var state = switch (replica.state()) {
            case "AVAILABLE" -> isReadable(rse) ? State.COMPLETE : State.UNAVAILABLE;
            case "BAD" -> State.SUSPICIOUS;
            default -> State.UNAVAILABLE;
        };
        boolean there = state == State.COMPLETE;
        return new RseShare(replica.rse(), rse.map(Rse::type), there ? 1 : 0, 1, there ? file.bytes() : 0, state);
    }

    /// The rows of each dataset; a dataset that nobody has anything of has none. Others than datasets are left out.
    private Map<Did, List<DatasetReplica>> replicas(String instance, List<Did> dids) {
        if (dids.isEmpty()) return Map.of();
        Map<Did, List<DatasetReplica>> found = new LinkedHashMap<>(
                list(
                                instance,
                                About.NOTHING,
                                (rucio, tokens) -> rucio.replicas().datasets(tokens, dids))
                        .stream()
                        .collect(Collectors.groupingBy(DatasetReplica::did)));
        found.values().removeIf(Shares::isNotCountedYet);
        var rest = dids.stream().filter(Predicate.not(found::containsKey)).toList();
        if (rest.isEmpty()) return found;
        about(instance, rest).stream()
                .filter(one -> one.type().filter(DidType.DATASET::equals).isPresent())
                .limit(MOST_COUNTED)
                .map(Metadata::did)
                .forEach(did -> {
                    var rows = list(
                            instance,
                            About.did(did),
                            (rucio, tokens) -> rucio.replicas().datasetCounted(tokens, did));
                    if (!rows.isEmpty() || hasContent(instance, did)) found.put(did, rows);
                });
        return found;
    }

    /// Of an empty dataset storages have neither all nor nothing. Its length says so of a closed one only.
    private boolean hasContent(String instance, Did dataset) {
        var tokens = identities.tokens(instance);
        try (var rows = instances.instance(instance).stream(
                Errand.LOOK, About.did(dataset), rucio -> rucio.dids().content(tokens, dataset))) {
            return rows.hasNext();
        }
    }

    /// As it is for some minutes after a rule was made.
    private static boolean isNotCountedYet(List<DatasetReplica> rows) {
        return rows.stream().anyMatch(row -> row.files().orElse(0) == 0);
    }

    /// What each RSE has of all these datasets.
    private List<RseShare> together(String instance, Map<Did, List<DatasetReplica>> datasets) {
        long files = datasets.values().stream()
                .mapToLong(rows -> rows.stream()
                        .map(DatasetReplica::files)
                        .flatMapToLong(OptionalLong::stream)
                        .max()
                        .orElse(0))
                .sum();
        return datasets.values().stream()
                .flatMap(List::stream)
                .collect(Collectors.groupingBy(DatasetReplica::rse))
                .entrySet()
                .stream()
                .map(one -> share(one.getKey(), one.getValue(), files, book.find(instance, one.getKey())))
                .sorted(Comparator.comparing(RseShare::rse))
                .toList();
    }

    private static RseShare share(String name, List<DatasetReplica> rows, long files, Optional<Rse> rse) {
        long available = rows.stream().mapToLong(DatasetReplica::availableFiles).sum();
        long bytes = rows.stream().mapToLong(DatasetReplica::availableBytes).sum();
        if (available == 0 || !isReadable(rse))
            return new RseShare(name, rse.map(Rse::type), 0, files, 0, State.UNAVAILABLE);
        var state = available >= files ? State.COMPLETE : State.PARTIAL;
        return new RseShare(name, rse.map(Rse::type), available, files, bytes, state);
    }

    private static boolean isReadable(Optional<Rse> rse) {
        return rse.map(one -> one.availability().read()).orElse(true);
    }

    /// At any depth, loops survived.
    private List<Did> datasetsBelow(String instance, Did container) {
        Set<Did> seen = new LinkedHashSet<>(Set.of(container));
        Set<Did> datasets = new LinkedHashSet<>();
        var next = new ArrayDeque<>(List.of(container));
        for (int looked = 0; looked < MOST_CONTAINERS && !next.isEmpty(); looked++) {
            var one = next.remove();
            for (var child : list(
                    instance, About.did(one), (rucio, tokens) -> rucio.dids().content(tokens, one))) {
                if (child.type() == DidType.CONTAINER && seen.add(child.did())) next.add(child.did());
                if (child.type() == DidType.DATASET && datasets.size() < MOST_DATASETS) datasets.add(child.did());
            }
        }
        return List.copyOf(datasets);
    }

    private List<Metadata> about(String instance, List<Did> dids) {
        return list(instance, About.NOTHING, (rucio, tokens) -> rucio.dids().metadata(tokens, dids));
    }

    private <T> List<T> list(String instance, About about, BiFunction<RucioClient, TokenSource, RowStream<T>> ask) {
        var tokens = identities.tokens(instance);
        try (var rows = instances.instance(instance).stream(Errand.LOOK, about, rucio -> ask.apply(rucio, tokens))) {
            List<T> all = new ArrayList<>();
            while (rows.hasNext()) all.add(rows.next());
            return all;
        }
    }

    private LakeException notFound(String instance, Did did) {
        return new LakeException(new Problem(
                        Problem.Kind.DID_NOT_FOUND,
                        "There is no %s in the catalogue of %s."
                                .formatted(
                                        did,
                                        instances.instance(instance).instance().label()),
                        "Check the scope, or search for part of the name.")
                .with(Problem.DID, did.toString())
                .with(Problem.INSTANCE, instance));
    }
}
