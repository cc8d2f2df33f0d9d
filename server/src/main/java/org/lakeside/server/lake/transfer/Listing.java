package org.lakeside.server.lake.transfer;

import java.util.List;
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
    record Plan(DidType type, List<StoredFile> files) {
        public Plan {
            files = List.copyOf(files);
        }
    }
}
