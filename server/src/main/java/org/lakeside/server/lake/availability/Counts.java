package org.lakeside.server.lake.availability;

import org.lakeside.rucio.client.Did;
import org.lakeside.server.lake.transfer.Listing.Told;

/// What the catalogue says now of a DID as a whole.
@FunctionalInterface
public interface Counts {
    /// Asks, which may take as long as any call.
    ///
    /// @throws org.lakeside.server.lake.LakeException when there is no such DID, or the catalogue cannot be asked
    Told now(String instance, Did did);
}
