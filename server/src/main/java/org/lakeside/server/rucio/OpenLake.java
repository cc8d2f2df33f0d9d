package org.lakeside.server.rucio;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidType;
import org.lakeside.rucio.client.MetaValue;
import org.lakeside.rucio.client.Metadata;
import org.lakeside.rucio.client.OpenFile;
import org.lakeside.rucio.client.Parent;
import org.lakeside.rucio.client.Rule;
import org.lakeside.server.lake.availability.Counts;
import org.lakeside.server.lake.browse.Details;
import org.lakeside.server.lake.browse.OnStorage;
import org.lakeside.server.lake.browse.RseShare;
import org.lakeside.server.lake.transfer.Listing;
import org.lakeside.server.lake.transfer.Source;
import org.lakeside.server.lake.transfer.Sources;
import org.lakeside.server.lake.transfer.StoredFile;

/// What is public, for downloads and for whoever wants to know more of it.
final class OpenLake implements Listing, Counts, Sources, Details {
    private final OpenShelf shelf;

    OpenLake(OpenShelf shelf) {
        this.shelf = shelf;
    }

    @Override
    public Plan of(String instance, Did did, Files to) {
        var lone = shelf.findFile(instance, did);
        if (lone.isPresent()) {
            to.add(stored(instance, lone.get()));
            return new Plan(DidType.FILE, Optional.of(told(List.of(lone.get()))));
        }
        var content = shelf.content(Errand.TRANSFER, instance, did);
        for (var file : content.files().values()) to.add(stored(instance, file));
        return new Plan(
                content.isFile() ? DidType.FILE : DidType.DATASET,
                Optional.of(told(List.copyOf(content.files().values()))));
    }

    private static StoredFile stored(String instance, OpenFile file) {
        return new StoredFile(instance, file.did(), file.bytes(), file.checksums());
    }

    /// What is public is closed.
    private static Told told(List<OpenFile> files) {
        return new Told(
                false,
                OptionalLong.of(files.size()),
                OptionalLong.of(files.stream().mapToLong(OpenFile::bytes).sum()));
    }

    @Override
    public Told now(String instance, Did did) {
        var lone = shelf.findFile(instance, did);
        return told(
                lone.isPresent()
                        ? List.of(lone.get())
                        : List.copyOf(shelf.content(Errand.LOOK, instance, did)
                                .files()
                                .values()));
    }

    /// Of files whose public DID is remembered.
    @Override
    public Map<Did, List<Source>> of(String instance, List<Did> files) {
        Map<Did, List<Source>> found = new LinkedHashMap<>();
        for (var file : files) shelf.findFile(instance, file).ifPresent(one -> found.put(file, sources(one)));
        return found;
    }

    @Override
    public Map<Did, List<Source>> of(String instance, Did within, List<Did> files) {
        if (files.stream().anyMatch(file -> shelf.findFile(instance, file).isEmpty()))
            shelf.content(Errand.TRANSFER, instance, within);
        return of(instance, files);
    }

    /// Nobody in particular reads them.
    private static List<Source> sources(OpenFile file) {
        return file.addresses().stream()
                .map(uri -> new Source(String.valueOf(uri.getHost()), uri))
                .toList();
    }

    /// What is published about it.
    @Override
    public Metadata metadata(String instance, Did did) {
        var published = shelf.published(instance, did);
        Map<String, MetaValue> values = new TreeMap<>(published.metadata());
        published.doi().ifPresent(doi -> values.put("doi", new MetaValue.Text(doi)));
        published.recordId().ifPresent(id -> values.put("record_id", new MetaValue.Numeral(id)));
        published.about().created().ifPresent(time -> values.put("created_at", new MetaValue.Time(time)));
        published.about().updated().ifPresent(time -> values.put("updated_at", new MetaValue.Time(time)));
        return new Metadata(did, values);
    }

    @Override
    public Some<Parent> parents(String instance, Did did) {
        return new Some<>(List.of(), false); // nobody is told
    }

    @Override
    public Some<Rule> rules(String instance, Did did) {
        return new Some<>(List.of(), false); // nobody is told
    }

    /// By the hosts of the addresses, as RSEs are not told.
    @Override
    public Some<RseShare> rses(String instance, Did did) {
        var files = shelf.findFile(instance, did)
                .map(List::of)
                .orElseGet(() -> List.copyOf(
                        shelf.content(Errand.LOOK, instance, did).files().values()));
        Map<String, List<OpenFile>> byHost = new TreeMap<>();
        for (var file : files)
            for (var host : file.addresses().stream()
                    .map(uri -> String.valueOf(uri.getHost()))
                    .collect(Collectors.toSet()))
                byHost.computeIfAbsent(host, _ -> new ArrayList<>()).add(file);
        return new Some<>(
                byHost.entrySet().stream()
                        .map(one -> share(one.getKey(), one.getValue(), files.size()))
                        .sorted(Comparator.comparing(RseShare::rse))
                        .toList(),
                false);
    }

    private static RseShare share(String host, List<OpenFile> there, int files) {
        return new RseShare(
                host,
                Optional.of("DISK"),
                there.size(),
                files,
                there.stream().mapToLong(OpenFile::bytes).sum(),
                there.size() == files ? RseShare.State.COMPLETE : RseShare.State.PARTIAL);
    }

    /// It would take all files of each.
    @Override
    public Map<Did, OnStorage> onStorage(String instance, List<Did> collections) {
        return Map.of();
    }
}
