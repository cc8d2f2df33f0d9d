package org.lakeside.server.lake.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidType;
import org.lakeside.server.lake.transfer.LocalState.Kind;
import org.lakeside.server.lake.transfer.Presence.Absent;
import org.lakeside.server.lake.transfer.Presence.Bad;
import org.lakeside.server.lake.transfer.Presence.Complete;
import org.lakeside.server.lake.transfer.Presence.Partial;
import org.lakeside.server.lake.transfer.StoreIndex.Entry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The files that are on this machine. Answers from memory, index and disk: nothing here asks the catalogue.
public final class Store implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Store.class);
    /// So many files of a collection are looked for on the disk when its state is asked for; of larger ones the index
    /// is believed until they are used.
    private static final int MOST_LOOKED_AT = 2000;

    private static final long WRITTEN_AT_A_TIME = 1024 * 1024;

    private final Layout layout;
    private final StoreIndex index;
    private final String bootNow;
    private final Keeper keeper;
    private final Finisher finisher;
    private final Activity activity = new Activity();
    private final Partials partials;

    private Store(Layout layout, StoreIndex index, String bootNow, Clock clock) {
        this.layout = layout;
        this.index = index;
        this.bootNow = bootNow;
        this.keeper = new Keeper(index, bootNow);
        this.finisher = new Finisher(index);
        this.partials = new Partials(layout, index, clock);
    }

    /// Opens the store whose readable files lie below `data`. The index is not touched before it is needed.
    public static Store open(Path data, StoreIndex index, Clock clock) {
        return open(data, index, Boot.id(), clock);
    }

    static Store open(Path data, StoreIndex index, String bootNow, Clock clock) {
        return new Store(new Layout(data), index, bootNow, clock);
    }

    /// Where the file can be opened, if it is complete, verified and unchanged since.
    public Optional<Path> completePath(String instance, Did did) {
        return index.find(instance, did).filter(this::verifiedHere).map(entry -> path(entry.file()));
    }

    /// The same, and only if it is still what the catalogue says.
    public Optional<Path> completePath(StoredFile file) {
        return index.find(file.instance(), file.did())
                .filter(entry -> entry.file().sameContent(file) && verifiedHere(entry))
                .map(entry -> path(file));
    }

    /// How much of a file or collection is here.
    public LocalState state(String instance, Did did) {
        return states(instance, List.of(did)).getOrDefault(did, LocalState.UNKNOWN);
    }

    /// The same of many, each of them in the answer.
    public Map<Did, LocalState> states(String instance, Collection<Did> dids) {
        Map<Did, Entry> files = new HashMap<>();
        for (Entry entry : index.findAll(instance, dids)) files.put(entry.file().did(), entry);
        Set<Did> listed = index.listed(instance, dids);
        Map<Did, LocalState> states = new LinkedHashMap<>();
        for (Did did : dids) {
            Entry file = files.get(did);
            states.put(did, activity.of(new Key(instance, did)).orElseGet(() -> {
                if (file != null) return stateOf(file);
                return listed.contains(did) ? collection(instance, did) : LocalState.UNKNOWN;
            }));
        }
        return states;
    }

    /// One file, as far as this store has ever been told of it.
    public Optional<LocalFile> findFile(String instance, Did did) {
        return index.find(instance, did).map(this::localFile);
    }

    /// At most `limit` files of a DID, by name, after `after`, as far as this store has ever been told them. Each is
    /// looked for on the disk.
    public List<LocalFile> filesOf(String instance, Did did, Optional<Did> after, int limit) {
        return index.members(instance, did, after, limit).stream()
                .map(this::localFile)
                .toList();
    }

    /// Sums over the files of a DID; empty when this store has never been told them.
    public Optional<StoreIndex.Totals> totals(String instance, Did did) {
        return index.totals(instance, did);
    }

    /// The type of a DID as far as this store has ever been told.
    public Optional<DidType> typeOf(String instance, Did did) {
        return index.type(instance, did);
    }

    /// What the catalogue said of a DID as a whole when its files were listed, if it did.
    public Optional<Listing.Told> told(String instance, Did did) {
        return index.told(instance, did);
    }

    /// Asks which files a DID has now, and keeps the answer; however many there are, few of them are in
    /// memory at a time. What was known before stays until all have come.
    ///
    /// @throws org.lakeside.server.lake.LakeException when there is no such DID, or the catalogue cannot be asked
    public DidType list(String instance, Did did, Listing listing) {
        try (var draft = index.draft(instance, did)) {
            Listing.Plan plan = listing.of(instance, did, draft);
            draft.publish(plan);
            return plan.type();
        }
    }

    /// Bytes that complete and partial files take.
    public long used() {
        return index.used();
    }

    /// Bytes that can still be written where the files lie.
    public long free() {
        Path existing = directory();
        while (!Files.exists(existing) && existing.getParent() != null) existing = existing.getParent();
        return existing.toFile()
                .getUsableSpace(); // not by FileStore: it wants the mount table, which a chroot does not have
    }

    public Path directory() {
        return layout.data();
    }

    @Override
    public void close() {
        keeper.close();
        finisher.close();
        index.close();
    }

    StoreIndex index() {
        return index;
    }

    Keeper keeper() {
        return keeper;
    }

    Activity activity() {
        return activity;
    }

    /// Whether it lies there complete and as it was left, so that nothing is left to do. A checksum that the catalogue
    /// has learnt since is a reason to compare.
    boolean settled(Entry entry, StoredFile wanted) {
        return unchanged(entry, wanted)
                && entry.presence() instanceof Complete complete
                && (complete.verified() || wanted.checksums().isEmpty());
    }

    private boolean unchanged(Entry entry, StoredFile wanted) {
        return entry.presence() instanceof Complete complete
                && entry.file().sameContent(wanted)
                && Fingerprint.of(path(entry.file()))
                        .filter(complete.fingerprint()::equals)
                        .isPresent();
    }

    /// Whether something lies in its place that may turn out to be it, and is not known to be.
    boolean liesUnnoticed(Entry entry) {
        return entry.presence() instanceof Absent
                && !entry.file().checksums().isEmpty()
                && Fingerprint.of(path(entry.file()))
                        .filter(print -> print.bytes() == entry.file().bytes())
                        .isPresent();
    }

    /// Takes a file into the books that lies in its place without being in them, as after a loss of the index; if it is
    /// the right one.
    ///
    /// @throws java.util.concurrent.CancellationException when stopped meanwhile
    boolean adopt(StoredFile file, Stop stop) throws IOException {
        Path path = path(file);
        Optional<Fingerprint> before = Fingerprint.of(path).filter(print -> print.bytes() == file.bytes());
        if (before.isEmpty() || !(Verification.of(file.checksums(), path, stop) instanceof Verification.Equal))
            return false;
        if (!before.equals(Fingerprint.of(path))) return false;
        index.put(List.of(new Entry(file, new Complete(before.get(), true))));
        return true;
    }

    PartialFile openPartial(StoredFile file, Entry known) throws IOException {
        Path place = partials.place();
        return known.presence() instanceof Partial left && known.file().sameContent(file)
                ? PartialFile.reopen(place, file.bytes(), left, bootNow)
                : PartialFile.create(place, file.bytes());
    }

    CompletableFuture<Path> place(StoredFile file, PartialFile partial, boolean verified) {
        return finisher.place(file, partial, path(file), verified);
    }

    /// Whether something could not be written for want of room. Less free than what is written at a time says so in
    /// every language; the words, which the system has in the user's own, are for quotas and inodes alone.
    boolean isFull(IOException e) {
        String message = String.valueOf(e.getMessage());
        return free() < WRITTEN_AT_A_TIME || message.contains("No space left") || message.contains("quota exceeded");
    }

    private Path path(StoredFile file) {
        return layout.path(file.instance(), file.did());
    }

    private LocalFile localFile(Entry entry) {
        LocalState state = activity.of(Key.of(entry.file())).orElseGet(() -> stateOf(entry));
        boolean whole = state.kind() == Kind.HERE || state.kind() == Kind.UNVERIFIED;
        return new LocalFile(entry.file(), state, whole ? Optional.of(path(entry.file())) : Optional.empty());
    }

    private LocalState stateOf(Entry entry) {
        long bytes = entry.file().bytes();
        return switch (entry.presence()) {
            case Absent _ -> state(Kind.ELSEWHERE, 0, bytes);
            case Partial partial -> state(Kind.PARTIAL, partial.bytesHere(), bytes);
            case Bad _ -> state(Kind.BAD, 0, bytes);
            case Complete complete
            when stillHere(entry, complete) -> state(complete.verified() ? Kind.HERE : Kind.UNVERIFIED, bytes, bytes);
            case Complete _ -> state(Kind.ELSEWHERE, 0, bytes);
        };
    }

    private static LocalState state(Kind kind, long here, long bytes) {
        return new LocalState(
                kind, here, OptionalLong.of(bytes), OptionalLong.of(kind == Kind.HERE ? 1 : 0), OptionalLong.of(1));
    }

    private LocalState collection(String instance, Did did) {
        var totals = index.totals(instance, did);
        if (totals.isEmpty()) return LocalState.UNKNOWN;
        if (totals.get().filesHere() > 0 && totals.get().files() <= MOST_LOOKED_AT) {
            boolean changed = false;
            for (Entry entry : index.members(instance, did, Optional.empty(), MOST_LOOKED_AT))
                if (entry.presence() instanceof Complete complete && !stillHere(entry, complete)) changed = true;
            if (changed) totals = index.totals(instance, did);
        }
        return totals.map(CollectionState::of).orElse(LocalState.UNKNOWN);
    }

    private boolean verifiedHere(Entry entry) {
        return entry.presence() instanceof Complete complete && complete.verified() && stillHere(entry, complete);
    }

    /// A complete file that somebody removed or changed is not here any more, and is noted so. When it is wanted again,
    /// its bytes decide. One that has come anew since `entry` was read is left as it is.
    private boolean stillHere(Entry entry, Complete seen) {
        if (unchanged(entry, entry.file())) return true;
        log.info("{} was removed or changed on the disk", path(entry.file()));
        index.noteGone(entry.file(), seen);
        return false;
    }
}
