package org.lakeside.rucio.client;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;

/// The rows of a search, each with its kind and size. A search over the community's own keys leaves these out, and
/// does not heed the kind that was asked for (41.5.1): then they are asked for in bulk.
final class TypedRows implements Part<FoundDid> {
    private static final int AT_ONCE = 500;

    private final Part<SearchRow> rows;
    private final Asking asking;
    private final BulkMetadata bulk;
    private final SearchType wanted;
    private final List<Did> bare = new ArrayList<>();
    private final Queue<FoundDid> ready = new ArrayDeque<>();

    TypedRows(Part<SearchRow> rows, Asking asking, BulkMetadata bulk, SearchType wanted) {
        this.rows = rows;
        this.asking = asking;
        this.bulk = bulk;
        this.wanted = wanted;
    }

    @Override
    public Optional<FoundDid> next() throws IOException {
        while (ready.isEmpty()) {
            Optional<SearchRow> row = rows.next();
            Optional<FoundDid> typed = row.flatMap(SearchRow::found);
            if (typed.isPresent()) {
                return typed;
            }
            row.ifPresent(one -> bare.add(one.did()));
            if (bare.size() >= AT_ONCE || (row.isEmpty() && !bare.isEmpty())) {
                lookUp();
            } else if (row.isEmpty()) {
                return Optional.empty();
            }
        }
        return Optional.of(ready.remove());
    }

    private void lookUp() throws IOException {
        List<Did> dids = List.copyOf(bare);
        bare.clear();
        asking.aside(() -> {
            Iterator<Supplier<Part<Metadata>>> parts = bulk.parts(asking, dids);
            while (parts.hasNext()) {
                try (Part<Metadata> part = parts.next().get()) {
                    for (Optional<Metadata> one = part.next(); one.isPresent(); one = part.next()) {
                        take(one.get());
                    }
                }
            }
        });
    }

    private void take(Metadata metadata) {
        metadata.type()
                .filter(wanted::includes)
                .ifPresent(type -> ready.add(new FoundDid(metadata.did(), type, metadata.bytes(), metadata.files())));
    }

    @Override
    public long read() {
        return rows.read();
    }

    @Override
    public void patience(Duration limit) {
        rows.patience(limit);
    }

    @Override
    public void close() {
        rows.close();
    }
}
