package org.lakeside.server.rucio;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.lakeside.rucio.client.Rse;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.identity.Identities;

/// All RSEs of the instances, remembered for a while: one call instead of one for each.
final class RseBook {
    private static final Duration REMEMBERED = Duration.ofMinutes(10);
    private static final Duration FAILURE_REMEMBERED = Duration.ofSeconds(10);

    private final RucioInstances instances;
    private final Identities identities;
    private final Clock clock;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private record Known(Map<String, Rse> byName, Instant until) {}

    RseBook(RucioInstances instances, Identities identities, Clock clock) {
        this.instances = instances;
        this.identities = identities;
        this.clock = clock;
    }

    /// Empty when there is none of this name, or Rucio does not say.
    Optional<Rse> find(String instance, String name) {
        var now = clock.instant();
        var before = known.get(instance);
        if (before == null || !now.isBefore(before.until())) {
            before = ask(instance, now);
            known.put(instance, before);
        }
        return Optional.ofNullable(before.byName().get(name));
    }

    private Known ask(String instance, Instant now) {
        var tokens = identities.tokens(instance);
        try (var rows = instances.instance(instance).stream(
                Errand.LOOK, About.NOTHING, rucio -> rucio.rses().all(tokens))) {
            Map<String, Rse> byName = new HashMap<>();
            while (rows.hasNext()) {
                var rse = rows.next();
                byName.put(rse.name(), rse);
            }
            return new Known(Map.copyOf(byName), now.plus(REMEMBERED));
        } catch (LakeException e) {
            return new Known(Map.of(), now.plus(FAILURE_REMEMBERED)); // the rest is worth having
        }
    }
}
