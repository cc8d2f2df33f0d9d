package org.lakeside.server.lake.browse;

import java.util.Arrays;
import java.util.List;

/// A key of the metadata that can be searched for.
///
/// @param about what it is, in a sentence
public record SearchKey(String key, Type type, String about) {

    /// What its values are, and so how they can be compared.
    public enum Type {
        TEXT,
        NUMBER,
        BYTES,
        DATE,
        FLAG,
        /// Of a key of the community's own nobody here knows.
        ANY;

        /// How such a key can be compared.
        public List<String> operators() {
            return Arrays.stream(Comparison.values())
                    .filter(this::takes)
                    .map(Comparison::sign)
                    .toList();
        }

        boolean takes(Comparison how) {
            return this != FLAG || !how.isAboutOrder();
        }
    }

    public List<String> operators() {
        return key.equals(SearchKeys.NAME) ? List.of(Comparison.NOT_EQUAL.sign()) : type.operators();
    }
}
