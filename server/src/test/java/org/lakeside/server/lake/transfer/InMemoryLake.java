package org.lakeside.server.lake.transfer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.Adler32;
import org.lakeside.rucio.client.Checksums;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidType;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;

/// A catalogue in memory.
final class InMemoryLake implements Listing, Sources {
    static final String INSTANCE = "lake";

    private final Map<Did, List<StoredFile>> collections = new ConcurrentHashMap<>();
    private final Map<Did, StoredFile> files = new ConcurrentHashMap<>();
    private final Map<Did, List<Source>> sources = new ConcurrentHashMap<>();
    private final List<Problem> outages = new CopyOnWriteArrayList<>();

    static Did did(String name) {
        return new Did("user.alice", name);
    }

    /// The same bytes for the same name.
    static byte[] bytes(String name, int count) {
        byte[] bytes = new byte[count];
        new Random(name.hashCode()).nextBytes(bytes);
        return bytes;
    }

    static Checksums adler32(byte[] content) {
        var sum = new Adler32();
        sum.update(content);
        return new Checksums(Optional.of(Adler.hex((int) sum.getValue())), Optional.empty());
    }

    StoredFile file(String name, byte[] content, Source... replicas) {
        return file(name, content.length, adler32(content), replicas);
    }

    StoredFile file(String name, long bytes, Checksums checksums, Source... replicas) {
        var file = new StoredFile(INSTANCE, did(name), bytes, checksums);
        files.put(file.did(), file);
        sources.put(file.did(), new ArrayList<>(List.of(replicas)));
        return file;
    }

    Did dataset(String name, StoredFile... content) {
        collections.put(did(name), List.of(content));
        return did(name);
    }

    /// The next questions are answered so, one each.
    void refuse(Problem... problems) {
        outages.addAll(List.of(problems));
    }

    @Override
    public Plan of(String instance, Did did, Files to) {
        List<StoredFile> content = collections.get(did);
        if (content != null) {
            content.forEach(to::add);
            return new Plan(DidType.DATASET);
        }
        StoredFile file = files.get(did);
        if (file != null) {
            to.add(file);
            return new Plan(DidType.FILE);
        }
        throw new LakeException(
                new Problem(Problem.Kind.DID_NOT_FOUND, "There is no %s.".formatted(did), "Check the name."));
    }

    @Override
    public Map<Did, List<Source>> of(String instance, List<Did> dids) {
        if (!outages.isEmpty()) throw new LakeException(outages.removeFirst());
        Map<Did, List<Source>> found = new LinkedHashMap<>();
        for (Did did : dids) found.put(did, sources.getOrDefault(did, List.of()));
        return found;
    }
}
