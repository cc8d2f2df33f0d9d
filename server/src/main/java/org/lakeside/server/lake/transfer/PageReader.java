package org.lakeside.server.lake.transfer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.lakeside.rucio.client.Did;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.transfer.StoreIndex.Entry;

/// Reads the files of a DID page by page, and asks where those that are missing can be read: many with one question.
final class PageReader {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(2);
    private static final int MOST_TRIES = 8;

    private final Key key;
    private final RunTools tools;
    private final Stop stop;
    private volatile Optional<String> waiting = Optional.empty();

    PageReader(Key key, RunTools tools, Stop stop) {
        this.key = key;
        this.tools = tools;
        this.stop = stop;
    }

    /// Some files, by name.
    record Page(List<StoredFile> here, List<StoredFile> missing, Optional<Did> end, Finder finder) {
        boolean isEmpty() {
            return end.isEmpty();
        }

        Did last() {
            return end.orElseThrow();
        }

        FoundSources sources(StoredFile file) {
            return finder.sources(file);
        }
    }

    /// Finds the sources of a file of a page.
    interface Finder {
        FoundSources sources(StoredFile file);
    }

    Optional<String> waiting() {
        return waiting;
    }

    Page read(Optional<Did> after, int limit) {
        List<Entry> entries = tools.store().index().members(key.instance(), key.did(), after, limit);
        List<StoredFile> here = new ArrayList<>();
        List<StoredFile> missing = new ArrayList<>();
        for (Entry entry : entries) (tools.store().settled(entry, entry.file()) ? here : missing).add(entry.file());
        Optional<Did> end = entries.isEmpty()
                ? Optional.empty()
                : Optional.of(entries.getLast().file().did());
        return new Page(here, missing, end, finder(missing));
    }

    private Finder finder(List<StoredFile> missing) {
        List<Did> dids = missing.stream()
                .filter(file -> file.bytes() > 0)
                .map(StoredFile::did)
                .toList();
        Map<Did, List<Source>> found = dids.isEmpty() ? Map.of() : ask(dids, stop);
        Instant asked = tools.fetch().clock().instant();
        return file -> new FoundSources(
                found.getOrDefault(file.did(), List.of()),
                asked,
                // whoever brings the file may go on when this reader has been stopped
                until -> ask(List.of(file.did()), until).getOrDefault(file.did(), List.of()));
    }

    /// A download that has run for hours outlives a catalogue that is away for minutes.
    private Map<Did, List<Source>> ask(List<Did> dids, Stop until) {
        for (int tried = 1; true; tried++) {
            try {
                return tools.sources().of(key.instance(), key.did(), dids);
            } catch (LakeException e) {
                if (tried == MOST_TRIES || !e.problem().isAbsence()) throw e;
                waiting = Optional.of("Waiting for Rucio (" + e.problem().detail() + ")");
                tools.fetch().pause().take(FIRST_WAIT.multipliedBy(1L << (tried - 1)), until);
                waiting = Optional.empty();
                if (until.stopped()) throw new CancellationException("stopped");
            }
        }
    }
}
