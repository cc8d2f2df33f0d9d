package org.lakeside.server.rucio;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.lakeside.rucio.client.Child;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidInfo;
import org.lakeside.rucio.client.FileInDid;
import org.lakeside.rucio.client.FileReplicas;
import org.lakeside.rucio.client.FoundDid;
import org.lakeside.rucio.client.Metadata;
import org.lakeside.rucio.client.ReplicaQuery;
import org.lakeside.rucio.client.SearchQuery;
import org.lakeside.server.lake.browse.Catalogue;
import org.lakeside.server.lake.browse.Rows;
import org.lakeside.server.lake.identity.Identities;
import org.lakeside.server.lake.identity.Login;

/// Rucio as the catalogue.
final class RucioCatalogue implements Catalogue {
    /// All that there are movers for, or may be: what nobody here can read is said by name.
    private static final List<String> SCHEMES = Stream.concat(
                    ReplicaQuery.HTTP_SCHEMES.stream(), Stream.of("root", "roots", "xroot", "xroots", "srm", "gsiftp"))
            .toList();

    private final RucioInstances instances;
    private final Identities identities;
    private final Errand looks;
    private final Errand lists;

    /// For people who look about.
    RucioCatalogue(RucioInstances instances, Identities identities) {
        this(instances, identities, Errand.LOOK, Errand.LIST);
    }

    private RucioCatalogue(RucioInstances instances, Identities identities, Errand looks, Errand lists) {
        this.instances = instances;
        this.identities = identities;
        this.looks = looks;
        this.lists = lists;
    }

    /// The same for downloads, which have turns of their own.
    RucioCatalogue forTransfers() {
        return new RucioCatalogue(instances, identities, Errand.TRANSFER, Errand.TRANSFER);
    }

    @Override
    public String account(String instance) {
        return identities.login(instance) instanceof Login.LoggedIn in ? in.account() : "";
    }

    @Override
    public List<String> scopes(String instance) {
        var tokens = identities.tokens(instance);
        return instances
                .instance(instance)
                .call(
                        looks,
                        About.NOTHING,
                        rucio -> rucio.scopes().of(tokens, tokens.token().account()));
    }

    @Override
    public List<String> allScopes(String instance) {
        var tokens = identities.tokens(instance);
        return instances
                .instance(instance)
                .call(looks, About.NOTHING, rucio -> rucio.scopes().all(tokens));
    }

    @Override
    public Rows<FoundDid> search(String instance, SearchQuery query) {
        var tokens = identities.tokens(instance);
        return instances.instance(instance).stream(
                lists, About.NOTHING, rucio -> rucio.dids().search(tokens, query));
    }

    @Override
    public DidInfo did(String instance, Did did) {
        var tokens = identities.tokens(instance);
        return instances
                .instance(instance)
                .call(looks, About.did(did), rucio -> rucio.dids().did(tokens, did));
    }

    @Override
    public Rows<Metadata> metadata(String instance, List<Did> dids) {
        var tokens = identities.tokens(instance);
        return instances.instance(instance).stream(
                looks, About.NOTHING, rucio -> rucio.dids().metadata(tokens, dids));
    }

    @Override
    public Rows<Child> content(String instance, Did did) {
        var tokens = identities.tokens(instance);
        return instances.instance(instance).stream(
                lists, About.did(did), rucio -> rucio.dids().content(tokens, did));
    }

    @Override
    public List<FileReplicas> replicas(String instance, List<Did> files) {
        var tokens = identities.tokens(instance);
        var query = ReplicaQuery.over(SCHEMES, files);
        try (var rows = instances.instance(instance).stream(
                looks, About.NOTHING, rucio -> rucio.replicas().files(tokens, query))) {
            List<FileReplicas> found = new ArrayList<>();
            while (rows.hasNext()) found.add(rows.next());
            return found;
        }
    }

    /// All files that a DID leads to.
    Rows<FileInDid> files(String instance, Did did) {
        var tokens = identities.tokens(instance);
        return instances.instance(instance).stream(
                lists, About.did(did), rucio -> rucio.dids().files(tokens, did));
    }
}
