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
}
