package org.lakeside.rucio.client;

import java.math.BigDecimal;
import java.time.Instant;

/// One value of a DID's metadata, and what a [Condition] compares it with.
///
/// `toString` gives it the way a person writes it.
public sealed interface MetaValue {
    /// In a [Condition] with `EQUAL` or `NOT_EQUAL`, `*` stands for anything and every other character for itself.
    record Text(String text) implements MetaValue {
        @Override
        public String toString() {
            return text;
        }
    }

    record Numeral(BigDecimal number) implements MetaValue {
        public Numeral(long number) {
            this(BigDecimal.valueOf(number));
        }

        @Override
        public String toString() {
            return number.toPlainString();
        }
    }

    record Flag(boolean set) implements MetaValue {
        @Override
        public String toString() {
            return Boolean.toString(set);
        }
    }

    /// To the second, as Rucio's dates are.
    record Time(Instant time) implements MetaValue {
        @Override
        public String toString() {
            return time.toString();
        }
    }

    /// A list or an object, which only custom metadata can hold; nothing that can be compared with.
    record Other(String json) implements MetaValue {
        @Override
        public String toString() {
            return json;
        }
    }
}
