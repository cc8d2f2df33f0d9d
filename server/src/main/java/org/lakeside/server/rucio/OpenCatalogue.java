package org.lakeside.server.rucio;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lakeside.rucio.client.Checksums;
import org.lakeside.rucio.client.Child;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidInfo;
import org.lakeside.rucio.client.DidType;
import org.lakeside.rucio.client.FileReplicas;
import org.lakeside.rucio.client.Filters;
import org.lakeside.rucio.client.FoundDid;
import org.lakeside.rucio.client.MetaValue;
import org.lakeside.rucio.client.Metadata;
import org.lakeside.rucio.client.OpenFile;
import org.lakeside.rucio.client.Pfn;
import org.lakeside.rucio.client.SearchQuery;
import org.lakeside.rucio.client.SearchType;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;
import org.lakeside.server.lake.browse.Catalogue;
import org.lakeside.server.lake.browse.Rows;

/// What a Rucio shows to everybody, as the catalogue. It says less than to those who are logged in: which DIDs are
/// public, and of each one its files and where they can be read. A file is known by itself only while the public DID
/// that it lies in is remembered.
final class OpenCatalogue implements Catalogue {
    private final OpenShelf shelf;

    OpenCatalogue(OpenShelf shelf) {
        this.shelf = shelf;
    }

    @Override
    public String account(String instance) {
        return "";
    }

    @Override
    public List<String> scopes(String instance) {
        return shelf.all(instance).stream().map(Did::scope).distinct().sorted().toList();
    }

    @Override
    public List<String> allScopes(String instance) {
        return scopes(instance);
    }

    @Override
    public void forget(String instance) {
        shelf.forget(instance);
    }

    /// Rucio cannot search among what is public, so all of it is read. Nor does it say what is a container.
    @Override
    public Rows<FoundDid> search(String instance, SearchQuery query) {
        if (!query.filters().equals(Filters.NONE))
            throw new LakeException(new Problem(
                            Kind.BAD_SEARCH,
                            "Open data can be searched by name only.",
                            "Leave the conditions on metadata out.")
                    .with(Problem.AT, 0)
                    .with(Problem.INSTANCE, instance));
        var names = pattern(query.namePattern());
        boolean mayBe = query.type() != SearchType.CONTAINER && query.type() != SearchType.FILE;
        return new Given<>(shelf.all(instance).stream()
                .filter(did -> mayBe && did.scope().equals(query.scope()))
                .filter(did -> names.matcher(did.name()).matches())
                .limit(query.limit() == SearchQuery.UNLIMITED ? Long.MAX_VALUE : query.limit())
                .map(did -> new FoundDid(did, DidType.DATASET, OptionalLong.empty(), OptionalLong.empty())));
    }

    @Override
    public DidInfo did(String instance, Did did) {
        var file = shelf.findFile(instance, did);
        if (file.isPresent()) return info(file.get());
        var content = shelf.content(Errand.LOOK, instance, did);
        if (content.isFile()) return info(content.files().values().iterator().next());
        return new DidInfo(
                did,
                DidType.DATASET,
                "",
                false,
                OptionalLong.of(content.bytes()),
                OptionalLong.of(content.files().size()),
                Checksums.NONE);
    }

    /// No more than that they are there: what is published of each would be a call for each.
    @Override
    public Rows<Metadata> metadata(String instance, List<Did> dids) {
        var known = Set.copyOf(shelf.all(instance));
        return new Given<>(dids.stream()
                .flatMap(did -> shelf
                        .findFile(instance, did)
                        .map(file -> new Metadata(
                                did,
                                Map.of(
                                        "did_type",
                                        new MetaValue.Text("FILE"),
                                        "bytes",
                                        new MetaValue.Numeral(file.bytes()))))
                        .or(() -> known.contains(did)
                                ? Optional.of(new Metadata(did, Map.of("did_type", new MetaValue.Text("DATASET"))))
                                : Optional.empty())
                        .stream()));
    }

    @Override
    public Rows<Child> content(String instance, Did did) {
        if (shelf.findFile(instance, did).isPresent()) return new Given<>(Stream.empty());
        var content = shelf.content(Errand.LIST, instance, did);
        return new Given<>(content.files().values().stream()
                .filter(_ -> !content.isFile())
                .map(file -> new Child(file.did(), DidType.FILE, OptionalLong.of(file.bytes()), file.checksums())));
    }

    @Override
    public List<FileReplicas> replicas(String instance, List<Did> files) {
        return files.stream()
                .flatMap(file -> shelf.findFile(instance, file).stream())
                .map(OpenCatalogue::replicas)
                .toList();
    }

    /// Open data have addresses and no RSEs: their hosts stand for these.
    private static FileReplicas replicas(OpenFile file) {
        var pfns = file.addresses().stream()
                .map(uri -> new Pfn(uri, String.valueOf(uri.getHost()), "DISK", "wan", 1, false))
                .toList();
        Map<String, String> states =
                pfns.stream().collect(Collectors.toMap(Pfn::rse, _ -> "AVAILABLE", (one, _) -> one));
        return new FileReplicas(file.did(), file.bytes(), file.checksums(), pfns, states);
    }

    private static DidInfo info(OpenFile file) {
        return new DidInfo(
                file.did(),
                DidType.FILE,
                "",
                false,
                OptionalLong.of(file.bytes()),
                OptionalLong.of(1),
                file.checksums());
    }

    /// A `*` stands for anything, every other character for itself.
    private static Pattern pattern(String names) {
        return Pattern.compile(
                Stream.of(names.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")),
                Pattern.DOTALL);
    }

    /// Rows that are there already.
    private static final class Given<T> implements Rows<T> {
        private final Iterator<T> rows;

        Given(Stream<T> rows) {
            this.rows = rows.iterator();
        }

        @Override
        public boolean hasNext() {
            return rows.hasNext();
        }

        @Override
        public T next() {
            return rows.next();
        }

        @Override
        public void close() {
            // nothing is under way
        }
    }
}
