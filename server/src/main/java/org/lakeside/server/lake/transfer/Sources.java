package org.lakeside.server.lake.transfer;

import java.util.List;
import java.util.Map;
import org.lakeside.rucio.client.Did;

/// Where files can be read from, best place first.
@FunctionalInterface
public interface Sources {
    /// A file without a replica has an empty list, or is not in the answer.
    ///
    /// @throws org.lakeside.server.lake.LakeException when the catalogue cannot be asked
    Map<Did, List<Source>> of(String instance, List<Did> dids);

    /// The same for files of which it is known where they lie: some catalogues can be asked for a whole only.
    default Map<Did, List<Source>> of(String instance, Did within, List<Did> dids) {
        return of(instance, dids);
    }
}
