package org.lakeside.server.rucio;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lakeside.rucio.client.Checksums;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidInfo;
import org.lakeside.rucio.client.DidType;
import org.lakeside.server.lake.availability.Counts;
import org.lakeside.server.lake.transfer.Listing;
import org.lakeside.server.lake.transfer.StoredFile;

/// Which files a DID stands for, and how many there are, as Rucio says.
public final class RucioListing implements Listing, Counts {
    private final RucioCatalogue catalogue;

    public RucioListing(RucioCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public Plan of(String instance, Did did) {
        var info = catalogue.did(instance, did);
        return switch (info.type()) {
            case FILE -> new Plan(DidType.FILE, List.of(itself(instance, info)), Optional.of(told(info)));
            case DATASET -> new Plan(DidType.DATASET, contentOf(instance, did), Optional.of(told(info)));
            case CONTAINER -> new Plan(DidType.CONTAINER, filesOf(instance, did), Optional.of(told(info)));
        };
    }

    @Override
    public Told now(String instance, Did did) {
        return told(catalogue.did(instance, did));
    }

    private static Told told(DidInfo info) {
        return new Told(info.open(), info.files(), info.bytes());
    }

    private static StoredFile itself(String instance, DidInfo info) {
        return new StoredFile(instance, info.did(), info.bytes().orElse(0), info.checksums());
    }

    /// The list of a dataset's content has md5 as well; that of all files below has not.
    private List<StoredFile> contentOf(String instance, Did dataset) {
        Map<Did, StoredFile> files = new LinkedHashMap<>();
        try (var rows = catalogue.content(instance, dataset)) {
            while (rows.hasNext()) {
                var row = rows.next();
                files.putIfAbsent(
                        row.did(),
                        new StoredFile(instance, row.did(), row.bytes().orElse(0), row.checksums()));
            }
        }
        return new ArrayList<>(files.values());
    }

    private List<StoredFile> filesOf(String instance, Did container) {
        Map<Did, StoredFile> files = new LinkedHashMap<>();
        try (var rows = catalogue.files(instance, container)) {
            while (rows.hasNext()) {
                var row = rows.next();
                files.putIfAbsent(row.did(), new StoredFile(instance, row.did(), row.bytes(), row.checksums()));
            }
        }
        return withMissingChecksums(instance, files);
    }

    /// A file without adler32 may have an md5, which only its own entry shows.
    private List<StoredFile> withMissingChecksums(String instance, Map<Did, StoredFile> files) {
        List<StoredFile> complete = new ArrayList<>(files.size());
        for (var file : files.values()) {
            Checksums known = file.checksums();
            if (known.isEmpty()) known = catalogue.did(instance, file.did()).checksums();
            complete.add(new StoredFile(instance, file.did(), file.bytes(), known));
        }
        return complete;
    }
}
