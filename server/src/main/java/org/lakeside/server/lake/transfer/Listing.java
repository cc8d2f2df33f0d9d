package org.lakeside.server.lake.transfer;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidType;

/// Which files a DID stands for.
@FunctionalInterface
public interface Listing {
    /// Asks for them all, and gives each of them to `to` as it comes: there may be more than fit into memory.
    ///
    /// @throws org.lakeside.server.lake.LakeException when there is no such DID, or the catalogue cannot be asked
    Plan of(String instance, Did did, Files to);

    /// Takes the files of a DID, however deep; of a file, itself. In any order; one may come more than once.
    interface Files {
        /// Takes one, or what else is known of one that came already.
        void add(StoredFile file);

        /// Some of those that came without a checksum, by name, after `after`.
        List<StoredFile> withoutChecksum(Optional<Did> after);
    }

    /// What a DID is whose files have all come.
    ///
    /// @param told what the catalogue said of the DID as a whole, just before
    record Plan(DidType type, Optional<Told> told) {
        public Plan(DidType type) {
            this(type, Optional.empty());
        }
    }

    /// What the catalogue says of a DID as a whole. Its sums are its own: a file that lies in two datasets of a
    /// container counts twice.
    ///
    /// @param open whether files may still be added; of a container, this says nothing of the datasets in it
    /// @param files empty when it could not add them up in time, as may be `bytes`
    record Told(boolean open, OptionalLong files, OptionalLong bytes) {}
}
