package org.lakeside.rucio.client;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;

/// What one key of a DID's metadata has to be, such as `datatype` equal `DAOD*` or `bytes` greater than 10^9.
///
/// Which keys there are is the server's business: columns of its own (`datatype`, `project`, `run_number`, `bytes`,
/// `length`, `events`, `created_at`, …) or the community's own keys, never both in one search. A key that nobody
/// knows is refused with `InvalidMetadata`. `account`, `scope`, `is_open` and `availability` cannot be searched for.
///
/// @param key letters, digits, `_` and `-`; `name` is the search's own pattern and here only fit for `NOT_EQUAL`
public record Condition(String key, Operator operator, MetaValue value) {
    private static final Pattern KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
    /// Read as Python's, or as the search's own.
    private static final Set<String> NO_KEYS =
            Set.of("None", "True", "False", "type", "did_type", "scope", "created_after", "created_before");

    /// Those that can be searched for (Rucio's `did_column_meta.py`).
    private static final Set<String> COLUMNS = Set.of(
            "name",
            "project",
            "datatype",
            "run_number",
            "stream_name",
            "prod_step",
            "version",
            "campaign",
            "task_id",
            "panda_id",
            "lumiblocknr",
            "provenance",
            "phys_group",
            "transient",
            "hidden",
            "eol_at",
            "guid",
            "events",
            "purge_replicas",
            "accessed_at",
            "closed_at",
            "is_archive",
            "constituent",
            "access_cnt",
            "is_new",
            "length",
            "bytes",
            "adler32",
            "md5",
            "expired_at",
            "created_at",
            "updated_at",
            "deleted_at");

    /// How a value is compared. `NOT_EQUAL` is true of DIDs that do not have the key at all, the others are not.
    public enum Operator {
        EQUAL(""),
        NOT_EQUAL(".ne"),
        LESS(".lt"),
        LESS_OR_EQUAL(".lte"),
        GREATER(".gt"),
        GREATER_OR_EQUAL(".gte");

        private final String suffix;

        Operator(String suffix) {
            this.suffix = suffix;
        }

        String suffix() {
            return suffix;
        }

        /// Whether one value has to come before or after another for it.
        public boolean isAboutOrder() {
            return this != EQUAL && this != NOT_EQUAL;
        }
    }

    public Condition {
        if (!KEY.matcher(key).matches() || NO_KEYS.contains(key)) {
            throw new IllegalArgumentException("'%s' is no key that can be searched for".formatted(key));
        }
        if (key.equals("name") && operator != Operator.NOT_EQUAL) {
            throw new IllegalArgumentException("a name is searched for by the pattern of the search");
        }
        switch (value) {
            case MetaValue.Text(String text)
            when operator.isAboutOrder() && text.indexOf('*') >= 0 ->
                throw new IllegalArgumentException("'%s' stands for many values, which have no order".formatted(text));
            case MetaValue.Text(String text)
            when operator.isAboutOrder() && text.indexOf('%') >= 0 ->
                // Rucio would take it for an asterisk, and knows no escape here.
                throw new IllegalArgumentException("a text with %% cannot be put in an order: '%s'".formatted(text));
            case MetaValue.Numeral(BigDecimal number)
            when number.precision() > 40 || Math.abs(number.scale()) > 40 ->
                throw new IllegalArgumentException("a number of too many digits");
            case MetaValue.Other _ -> throw new IllegalArgumentException("lists and objects cannot be searched for");
            default -> {}
        }
    }

    /// `*` in the text stands for anything.
    public static Condition of(String key, Operator operator, String text) {
        return new Condition(key, operator, new MetaValue.Text(text));
    }

    public static Condition of(String key, Operator operator, long number) {
        return new Condition(key, operator, new MetaValue.Numeral(number));
    }

    public static Condition of(String key, Operator operator, boolean flag) {
        return new Condition(key, operator, new MetaValue.Flag(flag));
    }

    public static Condition of(String key, Operator operator, Instant time) {
        return new Condition(key, operator, new MetaValue.Time(time));
    }

    /// Whether it is about a column of the catalogue, as far as this library knows; not about a key of the
    /// community's own.
    boolean isAboutColumn() {
        return COLUMNS.contains(key);
    }

    String inPython() {
        return "'%s%s': %s".formatted(key, operator.suffix(), PythonText.of(value));
    }
}
