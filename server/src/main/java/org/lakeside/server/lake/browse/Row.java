package org.lakeside.server.lake.browse;

import java.util.OptionalLong;
import org.lakeside.rucio.client.Child;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidType;
import org.lakeside.rucio.client.FoundDid;
import org.lakeside.rucio.client.Metadata;

/// One DID in a list.
///
/// @param bytes empty when the catalogue did not say
/// @param files how many files are in it, 1 for a file; empty when the catalogue did not say
public record Row(Did did, DidType type, OptionalLong bytes, OptionalLong files) {
    static Row of(FoundDid found) {
        return new Row(found.did(), found.type(), found.bytes(), found.files());
    }

    static Row of(Metadata known) {
        return new Row(known.did(), known.type().orElse(DidType.FILE), known.bytes(), known.files());
    }

    static Row of(Child child) {
        return new Row(
                child.did(),
                child.type(),
                child.bytes(),
                child.type() == DidType.FILE ? OptionalLong.of(1) : OptionalLong.empty());
    }
}
