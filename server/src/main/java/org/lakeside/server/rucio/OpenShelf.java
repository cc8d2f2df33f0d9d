package org.lakeside.server.rucio;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.OpenFile;
import org.lakeside.rucio.client.OpenRecord;
import org.lakeside.rucio.client.RucioException;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;

/// What Rucio has said of open data, remembered for a while: it has no smaller question than all public DIDs, and all
/// files of one.
final class OpenShelf {
    private static final Duration REMEMBERED = Duration.ofMinutes(10);
    /// Public DIDs whose files are remembered.
    private static final int MOST_CONTENTS = 12;
    /// All of them together, some tens of MB; a single one may have more.
    private static final int MOST_FILES = 100_000;

    private final RucioInstances instances;
    private final Clock clock;
    // Both guarded by `this`.
    private final Map<String, Known<List<Did>>> lists = new LinkedHashMap<>();
    private final Map<Key, Known<Content>> contents = new LinkedHashMap<>(16, 0.75f, true);

    private record Key(String instance, Did did) {}

    private record Known<T>(T value, Instant asked) {}

    /// The files of a public DID.
    ///
    /// @param isFile it is a file itself
    record Content(Did did, Map<Did, OpenFile> files, boolean isFile) {
        static Content of(Did did, List<OpenFile> files) {
            Map<Did, OpenFile> byDid = files.stream()
                    .collect(Collectors.toMap(OpenFile::did, file -> file, (one, _) -> one, LinkedHashMap::new));
            return new Content(did, byDid, byDid.size() == 1 && byDid.containsKey(did));
        }

        long bytes() {
            return files.values().stream().mapToLong(OpenFile::bytes).sum();
        }
    }

    OpenShelf(RucioInstances instances, Clock clock) {
        this.instances = instances;
        this.clock = clock;
    }

    /// All that is public.
    List<Did> all(String instance) {
        synchronized (this) {
            var known = lists.get(instance);
            if (known != null && isFresh(known)) return known.value();
        }
        var asked = clock.instant();
        List<Did> all = new ArrayList<>();
        try (var rows = instances.instance(instance).stream(
                Errand.LIST, About.NOTHING, rucio -> rucio.openData().all())) {
            while (rows.hasNext()) all.add(rows.next().did());
        } catch (LakeException e) {
            throw inWords(instance, Optional.empty(), e);
        }
        synchronized (this) {
            lists.put(instance, new Known<>(List.copyOf(all), asked));
        }
        return all;
    }

    /// What is public is asked for again; files that somebody has looked into stay.
    synchronized void forget(String instance) {
        lists.remove(instance);
    }

    /// @throws LakeException `DID_NOT_FOUND` when it is not public itself
    Content content(Errand errand, String instance, Did did) {
        var key = new Key(instance, did);
        synchronized (this) {
            var known = contents.get(key);
            if (known != null && isFresh(known)) return known.value();
        }
        var asked = clock.instant();
        Content content;
        try {
            content = Content.of(
                    did,
                    instances
                            .instance(instance)
                            .call(
                                    errand,
                                    About.did(did),
                                    rucio -> rucio.openData().files(did)));
        } catch (LakeException e) {
            throw inWords(instance, Optional.of(did), e);
        }
        synchronized (this) {
            contents.put(key, new Known<>(content, asked));
            makeRoom();
        }
        return content;
    }

    /// Those left alone for longest go.
    private void makeRoom() {
        long files = contents.values().stream()
                .mapToLong(one -> one.value().files().size())
                .sum();
        for (var oldest = contents.values().iterator();
                contents.size() > 1 && (contents.size() > MOST_CONTENTS || files > MOST_FILES);
                oldest.remove()) files -= oldest.next().value().files().size();
    }

    /// What is published about a DID.
    OpenRecord published(String instance, Did did) {
        try {
            return instances
                    .instance(instance)
                    .call(Errand.LOOK, About.did(did), rucio -> rucio.openData().record(did));
        } catch (LakeException e) {
            throw inWords(instance, Optional.of(did), e);
        }
    }

    /// A file of a public DID that somebody has looked into.
    synchronized Optional<OpenFile> findFile(String instance, Did file) {
        return contents.entrySet().stream()
                .filter(one -> one.getKey().instance().equals(instance))
                .flatMap(one ->
                        Optional.ofNullable(one.getValue().value().files().get(file)).stream())
                .findFirst();
    }

    private boolean isFresh(Known<?> known) {
        return clock.instant().isBefore(known.asked().plus(REMEMBERED));
    }

    private LakeException inWords(String name, Optional<Did> did, LakeException refusal) {
        var instance = instances.instance(name).instance();
        var problem = refusal.problem();
        return switch (problem.kind()) {
            case DID_NOT_FOUND ->
                told(
                        new Problem(
                                Kind.DID_NOT_FOUND,
                                "%s is not among the open data of %s."
                                        .formatted(did.map(Did::toString).orElse("This"), instance.label()),
                                "Open data are published as a whole: look for the dataset that it lies in."),
                        problem,
                        refusal);
            case RUCIO_NOT_RUCIO ->
                told(
                        new Problem(
                                Kind.RUCIO_NOT_RUCIO,
                                "%s shows no open data at %s.".formatted(instance.label(), instance.url()),
                                "Check url and kind in the settings; servers before Rucio 38 have no open data."),
                        problem,
                        refusal);
            case BAD_REQUEST -> isNotSetUp(refusal) ? told(notSetUp(instance), problem, refusal) : refusal;
            default -> refusal;
        };
    }

    private static LakeException told(Problem better, Problem problem, LakeException cause) {
        var all = better;
        for (var one : problem.more().entrySet()) all = all.with(one.getKey(), one.getValue());
        return new LakeException(all, cause);
    }

    /// Rucio (41) wants the option for every question about files.
    private static boolean isNotSetUp(LakeException refusal) {
        return refusal.getCause() instanceof RucioException said
                && Set.of("NoOptionError", "NoSectionError", "ConfigNotFound").contains(said.exceptionClass());
    }

    private static Problem notSetUp(Instance instance) {
        return new Problem(
                Kind.NO_REPLICA,
                "%s does not say where its open data lie.".formatted(instance.label()),
                "Ask its administrators to set rse_expression in the section opendata of its configuration.");
    }
}
