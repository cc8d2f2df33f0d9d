package org.lakeside.server.lake.transfer;

import java.io.IOException;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lakeside.rucio.client.Did;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.identity.Check;
import org.lakeside.server.lake.identity.Check.State;
import org.lakeside.server.lake.identity.Identities;

/// Everything between a person and the bytes of a file: what identities say of themselves, and then whether the
/// storages accept them, by trying.
public final class Examinations {
    private static final String NAME = "storage";
    private static final int MOST_SOURCES = 5;

    private final Identities identities;
    private final Listing listing;
    private final Sources sources;
    private final List<Mover> movers;
    private final Downloads downloads;

    public Examinations(
            Identities identities, Listing listing, Sources sources, List<Mover> movers, Downloads downloads) {
        this.identities = identities;
        this.listing = listing;
        this.sources = sources;
        this.movers = List.copyOf(movers);
        this.downloads = downloads;
    }

    /// All of it, in the order of the steps.
    ///
    /// @param did whose storages are tried; empty: that of the latest download
    public List<Check> of(String instance, Optional<Did> did) {
        List<Check> checks = new ArrayList<>(identities.examine(instance));
        var asked = did.or(() -> latest(instance));
        if (asked.isPresent()) checks.addAll(ofStorages(instance, asked.get()));
        else
            checks.add(Check.skipped(
                    NAME,
                    "Nothing has been downloaded from there. Name a file to try: lakeside doctor --did scope:name"));
        return checks;
    }

    private Optional<Did> latest(String instance) {
        return downloads.all().stream()
                .filter(one -> one.instance().equals(instance))
                .map(Download::did)
                .findFirst();
    }

    private List<Check> ofStorages(String instance, Did did) {
        try {
            var file = firstOf(instance, did);
            if (file.isEmpty())
                return List.of(Check.skipped(NAME, "There is no file with bytes in %s.".formatted(did)));
            var found = sources.of(instance, List.of(file.get().did()))
                    .getOrDefault(file.get().did(), List.of());
            if (found.isEmpty())
                return List.of(new Check(
                        NAME,
                        State.FAILED,
                        "%s has no replica that can be read now."
                                .formatted(file.get().did()),
                        "Ask its owner, or name another file."));
            return found.stream()
                    .limit(MOST_SOURCES)
                    .map(source -> tried(source, file.get()))
                    .toList();
        } catch (LakeException e) {
            return List.of(Check.of(NAME, e.problem()));
        }
    }

    /// One file with bytes; the rest of a long list is not waited for.
    private Optional<StoredFile> firstOf(String instance, Did did) {
        var first = new First();
        try {
            listing.of(instance, did, first);
        } catch (Enough e) {
            return first.file;
        }
        return first.file;
    }

    private static final class Enough extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;

        Enough() {
            super("enough", null, false, false);
        }
    }

    private static final class First implements Listing.Files {
        private Optional<StoredFile> file = Optional.empty();

        @Override
        public void add(StoredFile one) {
            if (one.bytes() == 0) return;
            file = Optional.of(one);
            throw new Enough();
        }

        @Override
        public List<StoredFile> withoutChecksum(Optional<Did> after) {
            return List.of();
        }
    }

    private Check tried(Source source, StoredFile file) {
        var mover = movers.stream().filter(one -> one.moves(source.uri())).findFirst();
        if (mover.isEmpty())
            return Check.skipped(
                    NAME,
                    "%s: nothing here speaks %s.".formatted(source, source.uri().getScheme()));
        try {
            mover.get().tryOut(source, file.bytes());
            return Check.ok(NAME, "%s gives %s.".formatted(source, file.did()));
        } catch (MoveFailure e) {
            return new Check(
                    NAME,
                    State.FAILED,
                    "%s %s.".formatted(source, e.what()),
                    "Look at the steps above; if they are fine, ask the administrators of %s.".formatted(source.rse()));
        } catch (IOException e) {
            return new Check(NAME, State.FAILED, "%s: %s.".formatted(source, e.getMessage()), "Try again.");
        }
    }
}
