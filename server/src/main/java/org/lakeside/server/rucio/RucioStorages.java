package org.lakeside.server.rucio;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.identity.Identities;
import org.lakeside.server.lake.identity.Storage;
import org.lakeside.server.lake.transfer.Source;

/// What Rucio says of the RSEs that files are read from, remembered for a while.
public final class RucioStorages {
    private static final Duration REMEMBERED = Duration.ofMinutes(10);
    private static final Duration FAILURE_REMEMBERED = Duration.ofSeconds(5);

    private final RucioInstances instances;
    private final Identities identities;
    private final Clock clock;
    private final Map<Key, Known> known = new ConcurrentHashMap<>();

    private record Key(String instance, String rse) {}

    private record Known(Map<String, String> attributes, Instant until) {}

    public RucioStorages(RucioInstances instances, Identities identities, Clock clock) {
        this.instances = instances;
        this.identities = identities;
        this.clock = clock;
    }

    /// The storage behind a source. Without its attributes when Rucio cannot be asked: most take what is usual. That is
    /// remembered for a moment only.
    public Storage of(Source source) {
        var now = clock.instant();
        var key = new Key(source.instance(), source.rse());
        var before = known.get(key);
        if (before == null || !now.isBefore(before.until())) {
            before = ask(key, now);
            known.put(key, before);
        }
        return new Storage(source.rse(), source.uri(), before.attributes());
    }

    private Known ask(Key key, Instant now) {
        try {
            var tokens = identities.tokens(key.instance());
            var attributes = instances
                    .instance(key.instance())
                    .call(Errand.TRANSFER, About.NOTHING, rucio -> rucio.rses().attributes(tokens, key.rse()));
            return new Known(attributes, now.plus(REMEMBERED));
        } catch (LakeException e) {
            return new Known(Map.of(), now.plus(FAILURE_REMEMBERED));
        }
    }
}
