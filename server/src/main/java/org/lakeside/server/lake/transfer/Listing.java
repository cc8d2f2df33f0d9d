package org.lakeside.server.lake.transfer;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidType;

/// Which files a DID stands for.
@FunctionalInterface
public interface Listing {
    /// Asks for them all.
    ///
    /// @throws org.lakeside.server.lake.LakeException when there is no such DID, or the catalogue cannot be asked
    Plan of(String instance, Did did);

    /// The files of a DID, however deep; of a file, itself.
    ///
    /// @param told what the catalogue said of the DID as a whole, just before
    record Plan(DidType type, List<StoredFile> files, Optional<Told> told) {
        public Plan {
            files = List.copyOf(files);
        }

        public Plan(DidType type, List<StoredFile> files) {
            this(type, files, Optional.empty());
        }
    }

    /// What the catalogue says of a DID as a whole. Its sums are its own: a file that lies in two datasets of a
    /// container counts twice.
    ///
    /// @param open whether files may still be added; of a container, this says nothing of the datasets in it
    /// @param files empty when it could not add them up in time, as may be `bytes`
    record Told(boolean open, OptionalLong files, OptionalLong bytes) {}
}
