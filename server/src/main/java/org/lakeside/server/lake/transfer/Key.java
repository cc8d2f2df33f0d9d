package org.lakeside.server.lake.transfer;

import org.lakeside.rucio.client.Did;

/// A DID of an instance.
record Key(String instance, Did did) {
    static Key of(StoredFile file) {
        return new Key(file.instance(), file.did());
    }
}
