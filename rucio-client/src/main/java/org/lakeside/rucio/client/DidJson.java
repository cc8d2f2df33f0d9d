package org.lakeside.rucio.client;

import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A DID as Rucio sends it; each call fills some of the fields.
///
/// @param did_type instead of `type`, in searches
/// @param length how many files; null for a file in searches, 1 elsewhere
record DidJson(
        @Nullable String scope,
        @Nullable String name,
        @Nullable String type,
        @Nullable String did_type,
        @Nullable String account,
        @Nullable Boolean open,
        @Nullable Long bytes,
        @Nullable Long length,
        @Nullable String adler32,
        @Nullable String md5) {

    Did did() {
        return did(scope, name);
    }

    static Did did(@Nullable String scope, @Nullable String name) {
        if (scope == null || name == null) {
            throw new IllegalArgumentException("a row without scope or name");
        }
        return new Did(scope, name);
    }

    /// Whether it says what it is; rows of searches over the community's own keys do not.
    boolean hasType() {
        return type != null || did_type != null;
    }

    FoundDid found() {
        return new FoundDid(did(), didType(), number(bytes), files());
    }

    DidInfo info() {
        return new DidInfo(
                did(),
                didType(),
                account == null ? "" : account,
                Boolean.TRUE.equals(open),
                number(bytes),
                files(),
                checksums());
    }

    Child child() {
        return new Child(did(), didType(), number(bytes), checksums());
    }

    Parent parent() {
        return new Parent(did(), didType());
    }

    FileInDid file() {
        return new FileInDid(did(), size(did(), bytes), checksums());
    }

    /// Without a size nobody can tell whether a file is complete.
    static long size(Did did, @Nullable Long bytes) {
        if (bytes == null || bytes < 0) {
            throw new IllegalArgumentException("the catalogue has no size for " + did);
        }
        return bytes;
    }

    private DidType didType() {
        String text = Optional.ofNullable(type)
                .or(() -> Optional.ofNullable(did_type))
                .orElse("");
        return DidType.find(text).orElseThrow(() -> new IllegalArgumentException("no kind of DID: " + text));
    }

    private OptionalLong files() {
        return didType() == DidType.FILE ? OptionalLong.of(1) : number(length);
    }

    private Checksums checksums() {
        return Checksums.fromCatalogue(adler32, md5);
    }

    private static OptionalLong number(@Nullable Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
