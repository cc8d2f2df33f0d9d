package org.lakeside.server.rucio;

import java.util.Optional;
import java.util.OptionalLong;
import org.lakeside.rucio.client.Checksums;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidInfo;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.availability.Counts;
import org.lakeside.server.lake.transfer.Listing;
import org.lakeside.server.lake.transfer.StoredFile;

/// Which files a DID stands for, and how many there are, as Rucio says.
final class RucioListing implements Listing, Counts {
    private final RucioCatalogue catalogue;

    RucioListing(RucioCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public Plan of(String instance, Did did, Files to) {
        var info = catalogue.did(instance, did);
        switch (info.type()) {
            case FILE -> to.add(itself(instance, info));
            case DATASET -> giveContent(instance, did, to);
            case CONTAINER -> giveFiles(instance, did, to);
        }
        return new Plan(info.type(), Optional.of(told(info)));
    }

    @Override
    public Told now(String instance, Did did) {
        return told(catalogue.did(instance, did));
    }

    private static Told told(DidInfo info) {
        return new Told(info.open(), info.files(), info.bytes());
    }

    private static StoredFile itself(String instance, DidInfo info) {
        return file(instance, info.did(), info.bytes(), info.checksums());
    }

    /// The list of a dataset's content has md5 as well; that of all files below has not.
    private void giveContent(String instance, Did dataset, Files to) {
        try (var rows = catalogue.content(instance, dataset)) {
            while (rows.hasNext()) {
                var row = rows.next();
                to.add(file(instance, row.did(), row.bytes(), row.checksums()));
            }
        }
    }

    private void giveFiles(String instance, Did container, Files to) {
        try (var rows = catalogue.files(instance, container)) {
            while (rows.hasNext()) {
                var row = rows.next();
                to.add(new StoredFile(instance, row.did(), row.bytes(), row.checksums()));
            }
        }
        giveMissingChecksums(instance, to);
    }

    /// A file without adler32 may have an md5, which only its own entry shows.
    private void giveMissingChecksums(String instance, Files to) {
        for (var page = to.withoutChecksum(Optional.empty());
                !page.isEmpty();
                page = to.withoutChecksum(Optional.of(page.getLast().did()))) {
            for (var file : page) {
                var sums = catalogue.did(instance, file.did()).checksums();
                if (!sums.isEmpty()) to.add(new StoredFile(instance, file.did(), file.bytes(), sums));
            }
        }
    }

    /// One whose size nobody knows cannot be told from one that is cut short.
    private static StoredFile file(String instance, Did did, OptionalLong bytes, Checksums checksums) {
        if (bytes.isEmpty())
            throw new LakeException(new Problem(
                            Problem.Kind.NO_REPLICA,
                            "The catalogue does not say how many bytes %s has.".formatted(did),
                            "Ask its owner to register it anew, with its size.")
                    .with(Problem.DID, did.toString())
                    .with(Problem.INSTANCE, instance));
        return new StoredFile(instance, did, bytes.getAsLong(), checksums);
    }
}
