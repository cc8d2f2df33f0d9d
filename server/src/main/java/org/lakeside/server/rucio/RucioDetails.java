package org.lakeside.server.rucio;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.Metadata;
import org.lakeside.rucio.client.Parent;
import org.lakeside.rucio.client.RowStream;
import org.lakeside.rucio.client.RucioClient;
import org.lakeside.rucio.client.Rule;
import org.lakeside.rucio.client.TokenSource;
import org.lakeside.server.lake.browse.Details;
import org.lakeside.server.lake.browse.OnStorage;
import org.lakeside.server.lake.browse.RseShare;
import org.lakeside.server.lake.identity.Identities;

/// Details as Rucio has them.
final class RucioDetails implements Details {
    /// More than anybody looks at.
    private static final int MOST_ROWS = 1000;

    private final RucioInstances instances;
    private final Identities identities;
    private final Shares shares;

    RucioDetails(RucioInstances instances, Identities identities, Clock clock) {
        this.instances = instances;
        this.identities = identities;
        this.shares = new Shares(instances, identities, new RseBook(instances, identities, clock));
    }

    @Override
    public Metadata metadata(String instance, Did did) {
        var tokens = identities.tokens(instance);
        return instances
                .instance(instance)
                .call(Errand.LOOK, About.did(did), rucio -> rucio.dids().metadata(tokens, did));
    }

    @Override
    public Some<Parent> parents(String instance, Did did) {
        return some(instance, did, (rucio, tokens) -> rucio.dids().parents(tokens, did));
    }

    @Override
    public Some<Rule> rules(String instance, Did did) {
        var own = some(instance, did, (rucio, tokens) -> rucio.dids().rules(tokens, did));
        return own.rows().isEmpty()
                ? some(instance, did, (rucio, tokens) -> rucio.dids().rulesOverParents(tokens, did))
                : own;
    }

    @Override
    public Some<RseShare> rses(String instance, Did did) {
        return shares.of(instance, did);
    }

    @Override
    public Map<Did, OnStorage> onStorage(String instance, List<Did> collections) {
        return shares.onStorage(instance, collections);
    }

    private <T> Some<T> some(String instance, Did did, BiFunction<RucioClient, TokenSource, RowStream<T>> ask) {
        var tokens = identities.tokens(instance);
        try (var rows =
                instances.instance(instance).stream(Errand.LOOK, About.did(did), rucio -> ask.apply(rucio, tokens))) {
            List<T> first = new ArrayList<>();
            while (first.size() < MOST_ROWS && rows.hasNext()) first.add(rows.next());
            return new Some<>(first, first.size() == MOST_ROWS && rows.hasNext());
        }
    }
}
