package org.lakeside.rucio.client;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// What the catalogue knows about one DID, by key: columns of its own such as `datatype`, `bytes` and `created_at`,
/// and, on servers that keep them, keys of the community's own.
///
/// @param values by the alphabet, as Rucio sends them in no order; what is not set is left out
public record Metadata(Did did, Map<String, MetaValue> values) {
    public Metadata {
        values = Collections.unmodifiableMap(new TreeMap<>(values));
    }

    public Optional<MetaValue> find(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /// Empty when only the community's own keys were asked for.
    public Optional<DidType> type() {
        return find("did_type").flatMap(value -> DidType.find(value.toString()));
    }

    /// Whether content may still be added; false for files.
    public boolean open() {
        return find("is_open").filter(new MetaValue.Flag(true)::equals).isPresent();
    }

    /// Empty for a collection that is still open.
    public OptionalLong bytes() {
        return number("bytes");
    }

    /// How many files are in it, 1 for a file; empty for a collection that is still open.
    public OptionalLong files() {
        return type().filter(DidType.FILE::equals).isPresent() ? OptionalLong.of(1) : number("length");
    }

    private OptionalLong number(String key) {
        return find(key).orElse(null) instanceof MetaValue.Numeral value
                ? OptionalLong.of(value.number().longValue())
                : OptionalLong.empty();
    }
}
