package org.lakeside.server.rucio;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.lakeside.rucio.client.Child;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidInfo;
import org.lakeside.rucio.client.FileReplicas;
import org.lakeside.rucio.client.FoundDid;
import org.lakeside.rucio.client.Metadata;
import org.lakeside.rucio.client.Parent;
import org.lakeside.rucio.client.Rule;
import org.lakeside.rucio.client.SearchQuery;
import org.lakeside.server.lake.Instances;
import org.lakeside.server.lake.availability.Counts;
import org.lakeside.server.lake.browse.Catalogue;
import org.lakeside.server.lake.browse.Details;
import org.lakeside.server.lake.browse.OnStorage;
import org.lakeside.server.lake.browse.Rows;
import org.lakeside.server.lake.browse.RseShare;
import org.lakeside.server.lake.identity.Identities;
import org.lakeside.server.lake.transfer.Listing;
import org.lakeside.server.lake.transfer.Source;
import org.lakeside.server.lake.transfer.Sources;

/// The catalogues of all instances: as a Rucio shows itself to those who are logged in, or to everybody, by the kind of
/// the instance.
public final class RucioLake implements Catalogue, Details, Listing, Counts, Sources {
    private final Instances instances;
    private final RucioCatalogue catalogue;
    private final RucioDetails details;
    private final RucioListing listing;
    private final RucioSources sources;
    private final OpenCatalogue openCatalogue;
    private final OpenLake open;

    public RucioLake(Instances instances, RucioInstances access, Identities identities, Clock clock) {
        this.instances = instances;
        this.catalogue = new RucioCatalogue(access, identities);
        this.details = new RucioDetails(access, identities, clock);
        this.listing = new RucioListing(catalogue.forTransfers());
        this.sources = new RucioSources(catalogue.forTransfers());
        var shelf = new OpenShelf(access, clock);
        this.openCatalogue = new OpenCatalogue(shelf);
        this.open = new OpenLake(shelf);
    }

    private boolean isOpen(String instance) {
        return instances.instance(instance).isOpen();
    }

    private Catalogue catalogue(String instance) {
        return isOpen(instance) ? openCatalogue : catalogue;
    }

    private Details details(String instance) {
        return isOpen(instance) ? open : details;
    }

    @Override
    public String account(String instance) {
        return catalogue(instance).account(instance);
    }

    @Override
    public List<String> scopes(String instance) {
        return catalogue(instance).scopes(instance);
    }

    @Override
    public List<String> allScopes(String instance) {
        return catalogue(instance).allScopes(instance);
    }

    @Override
    public void forget(String instance) {
        catalogue(instance).forget(instance);
    }

    @Override
    public Rows<FoundDid> search(String instance, SearchQuery query) {
        return catalogue(instance).search(instance, query);
    }

    @Override
    public DidInfo did(String instance, Did did) {
        return catalogue(instance).did(instance, did);
    }

    @Override
    public Rows<Metadata> metadata(String instance, List<Did> dids) {
        return catalogue(instance).metadata(instance, dids);
    }

    @Override
    public Rows<Child> content(String instance, Did did) {
        return catalogue(instance).content(instance, did);
    }

    @Override
    public List<FileReplicas> replicas(String instance, List<Did> files) {
        return catalogue(instance).replicas(instance, files);
    }

    @Override
    public Metadata metadata(String instance, Did did) {
        return details(instance).metadata(instance, did);
    }

    @Override
    public Some<Parent> parents(String instance, Did did) {
        return details(instance).parents(instance, did);
    }

    @Override
    public Some<Rule> rules(String instance, Did did) {
        return details(instance).rules(instance, did);
    }

    @Override
    public Some<RseShare> rses(String instance, Did did) {
        return details(instance).rses(instance, did);
    }

    @Override
    public Map<Did, OnStorage> onStorage(String instance, List<Did> collections) {
        return details(instance).onStorage(instance, collections);
    }

    @Override
    public Plan of(String instance, Did did, Files to) {
        return (isOpen(instance) ? open : listing).of(instance, did, to);
    }

    @Override
    public Told now(String instance, Did did) {
        return (isOpen(instance) ? open : listing).now(instance, did);
    }

    @Override
    public Map<Did, List<Source>> of(String instance, List<Did> files) {
        return (isOpen(instance) ? open : sources).of(instance, files);
    }

    @Override
    public Map<Did, List<Source>> of(String instance, Did within, List<Did> files) {
        return (isOpen(instance) ? open : sources).of(instance, within, files);
    }
}
