package org.lakeside.server.lake.browse;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/// What a key is compared with. Printed the way it is typed.
sealed interface FilterValue {
    /// What can stand without quotes.
    Pattern BARE = Pattern.compile("[^\\s\\p{Z}\"'(),;<>=!≤≥≠]+");

    /// What stands between two conditions instead.
    Pattern CONNECTIVE = Pattern.compile("(?i:and|or)|&&?|\\|\\|?");

    /// `*` stands for anything.
    record Text(String text) implements FilterValue {
        @Override
        public String toString() {
            boolean bare =
                    BARE.matcher(text).matches() && !CONNECTIVE.matcher(text).matches();
            return bare ? text : quoted(text);
        }
    }

    record Numeral(BigDecimal number) implements FilterValue {
        public Numeral {
            number = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        }

        @Override
        public String toString() {
            return number.toPlainString();
        }
    }

    record Size(long bytes) implements FilterValue {
        private record Unit(String sign, long bytes) {}

        private static final List<Unit> UNITS = List.of(
                new Unit("PB", 1_000_000_000_000_000L),
                new Unit("TB", 1_000_000_000_000L),
                new Unit("GB", 1_000_000_000L),
                new Unit("MB", 1_000_000L),
                new Unit("kB", 1_000L));

        @Override
        public String toString() {
            for (var unit : UNITS)
                if (bytes != 0 && bytes % unit.bytes() == 0) return bytes / unit.bytes() + unit.sign();
            return Long.toString(bytes);
        }
    }

    /// A day, a month, a year, or a moment as exactly as it was typed.
    ///
    /// @param to the first moment after it
    record Span(String typed, Instant from, Instant to) implements FilterValue {
        @Override
        public String toString() {
            return typed;
        }
    }

    record Flag(boolean set) implements FilterValue {
        @Override
        public String toString() {
            return Boolean.toString(set);
        }
    }

    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
