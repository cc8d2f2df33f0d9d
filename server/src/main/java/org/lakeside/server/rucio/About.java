package org.lakeside.server.rucio;

import java.util.Optional;
import org.lakeside.rucio.client.Did;

/// What a call was about, for the words of its failure.
record About(Optional<Did> did, boolean login) {
    static final About LOGIN = new About(Optional.empty(), true);
    static final About NOTHING = new About(Optional.empty(), false);

    static About did(Did did) {
        return new About(Optional.of(did), false);
    }
}
