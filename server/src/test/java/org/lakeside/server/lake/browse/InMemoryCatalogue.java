package org.lakeside.server.lake.browse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.lakeside.rucio.client.Checksums;
import org.lakeside.rucio.client.Child;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidInfo;
import org.lakeside.rucio.client.DidType;
import org.lakeside.rucio.client.FileReplicas;
import org.lakeside.rucio.client.FoundDid;
import org.lakeside.rucio.client.MetaValue;
import org.lakeside.rucio.client.Metadata;
import org.lakeside.rucio.client.SearchQuery;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;

/// A catalogue that is asked in a test. Lists can be told to wait, and to break off.
final class InMemoryCatalogue implements Catalogue {
    final List<String> scopes = new ArrayList<>();
    final List<SearchQuery> searches = new CopyOnWriteArrayList<>();
    final Map<String, List<FoundDid>> byScope = new HashMap<>();
    /// What streams without a limit give, where it is something else.
    final Map<String, Iterator<FoundDid>> streams = new HashMap<>();
    final Map<Did, Iterator<Child>> content = new HashMap<>();
    /// How often it was asked for the scopes of everybody.
    final AtomicInteger scopesListed = new AtomicInteger();
    final AtomicInteger forgotten = new AtomicInteger();

    final AtomicInteger listed = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    final AtomicInteger looked = new AtomicInteger();
    final Map<Did, Metadata> known = new ConcurrentHashMap<>();
    volatile String account = "jdoe";
    volatile boolean silent;
    /// Whether it keeps the scopes of others to itself.
    volatile boolean secretive;

    static Child file(int number) {
        return new Child(new Did("user", "file-" + number), DidType.FILE, OptionalLong.of(number), Checksums.NONE);
    }

    static Metadata dataset(Did did, boolean open, int files) {
        Map<String, MetaValue> values = new HashMap<>();
        values.put("did_type", new MetaValue.Text("DATASET"));
        values.put("is_open", new MetaValue.Flag(open));
        values.put("length", new MetaValue.Numeral(files));
        return new Metadata(did, values);
    }

    @Override
    public String account(String instance) {
        return account;
    }

    @Override
    public List<String> scopes(String instance) {
        return scopes;
    }

    @Override
    public void forget(String instance) {
        forgotten.incrementAndGet();
    }

    @Override
    public List<String> allScopes(String instance) {
        scopesListed.incrementAndGet();
        if (secretive) throw new LakeException(new Problem(Problem.Kind.NOT_PERMITTED, "Not you.", "Ask."));
        return List.copyOf(byScope.keySet());
    }

    @Override
    public Rows<FoundDid> search(String instance, SearchQuery query) {
        searches.add(query);
        boolean all = query.limit() == SearchQuery.UNLIMITED;
        if (all && streams.containsKey(query.scope())) return rows(streams.get(query.scope()));
        return rows(byScope.getOrDefault(query.scope(), List.of()).stream()
                .limit(all ? Long.MAX_VALUE : query.limit())
                .iterator());
    }

    @Override
    public DidInfo did(String instance, Did did) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Rows<Metadata> metadata(String instance, List<Did> dids) {
        looked.incrementAndGet();
        return rows(dids.reversed().stream()
                .flatMap(did -> Stream.ofNullable(known.get(did)))
                .iterator());
    }

    @Override
    public Rows<Child> content(String instance, Did did) {
        listed.incrementAndGet();
        if (silent) throw new LakeException(new Problem(Problem.Kind.RUCIO_UNAVAILABLE, "No answer.", "Wait."));
        var rows = content.get(did);
        if (rows == null)
            throw new LakeException(new Problem(Problem.Kind.DID_NOT_FOUND, "There is no " + did + ".", "Search."));
        return rows(rows);
    }

    @Override
    public List<FileReplicas> replicas(String instance, List<Did> files) {
        throw new UnsupportedOperationException();
    }

    private <T> Rows<T> rows(Iterator<T> of) {
        return new Rows<>() {
            @Override
            public boolean hasNext() {
                return of.hasNext();
            }

            @Override
            public T next() {
                return of.next();
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }
}
