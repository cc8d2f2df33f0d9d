package org.lakeside.server.rucio;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.lakeside.rucio.client.DatasetReplica;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidType;
import org.lakeside.rucio.client.FileReplicas;
import org.lakeside.rucio.client.Replica;
import org.lakeside.rucio.client.ReplicaQuery;
import org.lakeside.rucio.client.ReplicaQuery.Where;
import org.lakeside.rucio.client.Rse;
import org.lakeside.rucio.client.Suspicion;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.browse.Details.Some;
import org.lakeside.server.lake.browse.OnStorage;
import org.lakeside.server.lake.browse.RseShare;
import org.lakeside.server.lake.browse.RseShare.State;
import org.lakeside.server.lake.identity.Identities;
import org.lakeside.server.rucio.DatasetCounts.Effort;
import org.lakeside.server.rucio.DatasetCounts.Found;

/// What RSEs have of DIDs.
final class Shares {
    private static final int MOST_CONTAINERS = 50;
    private static final int MOST_DATASETS = 1000;

    /// For one that somebody looks at: as long as the answer may take.
    private static final Effort ONE = new Effort(1, Duration.ofMinutes(2));
    /// For all datasets of a container.
    private static final Effort BELOW = new Effort(20, Duration.ofSeconds(20));
    /// For the rows in sight, which are of use soon or not at all.
    private static final Effort IN_SIGHT = new Effort(20, Duration.ofSeconds(1));

    /// Rucio lists those of all files there.
    private static final Duration FOR_SUSPICIONS = Duration.ofSeconds(3);

    private final Identities identities;
    private final RseBook book;
    private final DatasetCounts counts;
    private final RucioInstances instances;

    Shares(RucioInstances instances, Identities identities, RseBook book) {
        this.instances = instances;
        this.identities = identities;
        this.book = book;
        this.counts = new DatasetCounts(instances, identities);
    }

    /// By the names of the RSEs. There are more when not all that lies below was looked at.
    Some<RseShare> of(String instance, Did did) {
        var type = counts.about(instance, List.of(did)).stream()
                .flatMap(one -> one.type().stream())
                .findFirst()
                .orElseThrow(() -> notFound(instance, did));
        return switch (type) {
            case FILE -> new Some<>(ofFile(instance, did), false);
            case DATASET -> together(instance, counts.of(instance, List.of(did), ONE));
            case CONTAINER -> {
                var below = datasetsBelow(instance, did);
                var found = counts.of(instance, below.rows(), BELOW);
                yield together(instance, new Found(found.datasets(), found.more() || below.more()));
            }
        };
    }

    /// What is not in it is not known: containers, empty datasets, and those too many to be counted, or too large.
    Map<Did, OnStorage> onStorage(String instance, List<Did> collections) {
        Map<Did, OnStorage> known = new LinkedHashMap<>();
        counts.of(instance, collections, IN_SIGHT).datasets().forEach((did, counted) -> {
            var shares = together(instance, new Found(Map.of(did, counted), false));
            known.put(did, OnStorage.of(shares.rows()));
        });
        return known;
    }

    private List<RseShare> ofFile(String instance, Did did) {
        var query = new ReplicaQuery(List.of(did), List.of(), ReplicaQuery.Order.RANDOM, Where.READABLE.all());
        var found = counts.list(
                instance, About.did(did), (rucio, tokens) -> rucio.replicas().files(tokens, query));
        var suspicious = suspicious(instance, did, found);
        return found.stream()
                .flatMap(file -> file.replicas().stream().map(one -> ofReplica(instance, file, one, suspicious)))
                .sorted(Comparator.comparing(RseShare::rse))
                .toList();
    }

    private RseShare ofReplica(String instance, FileReplicas file, Replica replica, Set<String> suspicious) {
        var rse = book.find(instance, replica.rse());
        var state = switch (replica.state()) {
            case "AVAILABLE" ->
                !isReadable(rse)
                        ? State.UNAVAILABLE
                        : suspicious.contains(replica.rse()) ? State.SUSPICIOUS : State.COMPLETE;
            case "BAD" -> State.BAD;
            default -> State.UNAVAILABLE;
        };
        boolean there = state == State.COMPLETE || state == State.SUSPICIOUS;
        return new RseShare(replica.rse(), rse.map(Rse::type), there ? 1 : 0, 1, there ? file.bytes() : 0, state);
    }

    /// The RSEs whose replica somebody found fault with; none where Rucio does not say so, or not in time.
    private Set<String> suspicious(String instance, Did did, List<FileReplicas> found) {
        var rses = found.stream()
                .flatMap(file -> file.replicas().stream())
                .map(Replica::rse)
                .distinct()
                .collect(Collectors.joining("|"));
        if (rses.isEmpty()) return Set.of();
        var tokens = identities.tokens(instance);
        try {
            return InTime.answer(
                            FOR_SUSPICIONS,
                            () -> instances
                                    .instance(instance)
                                    .call(
                                            Errand.LOOK,
                                            About.NOTHING,
                                            rucio -> rucio.replicas().suspicious(tokens, rses)))
                    .stream()
                    .filter(one -> one.file().equals(did))
                    .map(Suspicion::rse)
                    .collect(Collectors.toSet());
        } catch (LakeException | TimeoutException e) {
            return Set.of(); // the rest is worth having
        }
    }

    /// What each RSE has of all these datasets.
    private Some<RseShare> together(String instance, Found found) {
        var datasets = found.datasets().values();
        boolean more =
                found.more() || datasets.stream().anyMatch(one -> one.files().isEmpty());
        long files = datasets.stream().mapToLong(one -> one.files().orElse(0)).sum();
        var shares = datasets.stream()
                .flatMap(one -> one.rows().stream())
                .collect(Collectors.groupingBy(DatasetReplica::rse))
                .entrySet()
                .stream()
                .map(one ->
                        share(one.getKey(), one.getValue(), new Whole(files, more), book.find(instance, one.getKey())))
                .sorted(Comparator.comparing(RseShare::rse))
                .toList();
        return new Some<>(shares, more);
    }

    /// What an RSE could have.
    ///
    /// @param more whether there are files that are not among those counted
    private record Whole(long files, boolean more) {}

    private static RseShare share(String name, List<DatasetReplica> rows, Whole whole, Optional<Rse> rse) {
        long available = rows.stream().mapToLong(DatasetReplica::availableFiles).sum();
        long bytes = rows.stream().mapToLong(DatasetReplica::availableBytes).sum();
        if (!isReadable(rse) || (available == 0 && !whole.more()))
            return new RseShare(name, rse.map(Rse::type), 0, whole.files(), 0, State.UNAVAILABLE);
        var state = available >= whole.files() && !whole.more() ? State.COMPLETE : State.PARTIAL;
        return new RseShare(name, rse.map(Rse::type), available, whole.files(), bytes, state);
    }

    private static boolean isReadable(Optional<Rse> rse) {
        return rse.map(one -> one.availability().read()).orElse(true);
    }

    /// At any depth, loops survived.
    private Some<Did> datasetsBelow(String instance, Did container) {
        Set<Did> seen = new LinkedHashSet<>(Set.of(container));
        Set<Did> datasets = new LinkedHashSet<>();
        var next = new ArrayDeque<>(List.of(container));
        for (int looked = 0;
                looked < MOST_CONTAINERS && datasets.size() <= MOST_DATASETS && !next.isEmpty();
                looked++) {
            var one = next.remove();
            for (var child : counts.list(
                    instance, About.did(one), (rucio, tokens) -> rucio.dids().content(tokens, one))) {
                if (child.type() == DidType.CONTAINER && seen.add(child.did())) next.add(child.did());
                if (child.type() == DidType.DATASET) datasets.add(child.did());
            }
        }
        boolean more = datasets.size() > MOST_DATASETS || !next.isEmpty();
        return new Some<>(datasets.stream().limit(MOST_DATASETS).toList(), more);
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
