package org.lakeside.server.lake.browse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads filters: `datatype=DAOD AND (bytes>1GB OR events>=1000)`. `AND` binds closer than `OR`, may be left out, and
/// may be a comma, as `OR` a semicolon: that is how Rucio's own command line has it.
final class FilterParser {
    private static final int DEEPEST = 20;
    private static final int MOST = 100;
    private static final int LONGEST_VALUE = 1000;

    /// Where a filter begins: a word and a sign behind it.
    static final Pattern BEGINNING =
            Pattern.compile("\\(*+\\s*+(?:[A-Za-z_][\\w.-]*+|\"[^\"\\\\]*+\"|'[^'\\\\]*+')\\s*+(?:[=<>≤≥≠]|!=)");

    private static final Pattern WORD = Pattern.compile("[A-Za-z_][\\w.-]*+");
    private static final Pattern CUSTOM = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]*+");
    private static final Pattern AND = Pattern.compile("(?:(?i:and)(?![\\w.-])|&&?|,)");
    private static final Pattern OR = Pattern.compile("(?:(?i:or)(?![\\w.-])|\\|\\|?|;)");

    private final String text;
    private final List<String> notes;
    private int at;
    private int depth;
    private int conditions;

    private FilterParser(String text, int from, List<String> notes) {
        this.text = text;
        this.at = from;
        this.notes = notes;
    }

    /// Reads from a place to the end of the text.
    ///
    /// @param notes gets what should be said beside it
    /// @throws org.lakeside.server.lake.LakeException `BAD_SEARCH`
    static Filter read(String text, int from, List<String> notes) {
        var parser = new FilterParser(text, from, notes);
        var filter = parser.any();
        parser.skipBlanks();
        if (parser.at < text.length()) throw parser.unexpected();
        return filter;
    }

    private Filter any() {
        List<Filter> found = new ArrayList<>(List.of(all()));
        while (take(OR)) found.add(all());
        return Filter.any(found);
    }

    private Filter all() {
        List<Filter> found = new ArrayList<>(List.of(one()));
        while (take(AND) || another()) found.add(one());
        return Filter.all(found);
    }

    /// `AND` may be left out.
    private boolean another() {
        skipBlanks();
        return BEGINNING.matcher(text).region(at, text.length()).lookingAt();
    }

    private Filter one() {
        skipBlanks();
        if (at < text.length() && text.charAt(at) == '(') return group();
        if (++conditions > MOST)
            throw BadSearch.at(
                    at,
                    "These are more than %d conditions.".formatted(MOST),
                    "Search in several steps, or by the name.");
        return condition();
    }

    private Filter group() {
        int opened = at++;
        if (++depth > DEEPEST)
            throw BadSearch.at(
                    opened,
                    "There are brackets in brackets, more than %d deep.".formatted(DEEPEST),
                    "Write it with fewer brackets.");
        var within = any();
        skipBlanks();
        if (at >= text.length())
            throw BadSearch.at(opened, "This bracket is opened and never closed.", "Type ) at the end of the group.");
        if (text.charAt(at) != ')') throw unexpected();
        at++;
        depth--;
        return within;
    }

    private Filter condition() {
        int begins = at;
        boolean quoted = isQuote();
        var typed = quoted ? quoted() : word();
        var key = quoted ? SearchKeys.find(typed).orElseGet(() -> custom(typed, begins)) : key(typed, begins);
        var how = comparison(key, typed);
        return new Filter.Is(key, how, value(key, how));
    }

    private String word() {
        Matcher word = WORD.matcher(text).region(at, text.length());
        if (!word.lookingAt()) throw unexpected();
        at = word.end();
        return word.group();
    }

    private SearchKey key(String typed, int begins) {
        var known = SearchKeys.find(typed);
        if (known.isPresent()) return known.get();
        if (SearchKeys.isNotSearched(typed)) throw notSearched(typed, begins);
        var nearest = SearchKeys.nearest(typed);
        if (nearest.isPresent())
            throw BadSearch.at(
                    begins,
                    "'%s' is no key of the catalogue's.".formatted(BadSearch.shown(typed)),
                    "Type %s; a key of your community's own that is really called so goes into quotes: \"%s\"."
                            .formatted(nearest.get(), BadSearch.shown(typed)));
        notes.add("'%s' is no key of the catalogue's own; it is looked for in your community's."
                .formatted(BadSearch.shown(typed)));
        return custom(typed, begins);
    }

    private static RuntimeException notSearched(String typed, int begins) {
        boolean kind = typed.equalsIgnoreCase("type") || typed.equalsIgnoreCase("did_type");
        return BadSearch.at(
                begins,
                "Rucio cannot search for '%s'.".formatted(typed),
                switch (typed) {
                    case String _ when kind -> "Choose datasets, containers or files beside the search field.";
                    case "scope" -> "Type the scope in front, with a colon: scope:name.";
                    default -> "Leave it out; the keys that can be searched for are %s.".formatted(someKeys());
                });
    }

    private static SearchKey custom(String typed, int begins) {
        if (!CUSTOM.matcher(typed).matches())
            throw BadSearch.at(
                    begins,
                    "'%s' cannot be a key.".formatted(BadSearch.shown(typed)),
                    "Keys have letters, digits, _ and -; those of the catalogue are %s.".formatted(someKeys()));
        return new SearchKey(typed, SearchKey.Type.ANY, "");
    }

    private static String someKeys() {
        return SearchKeys.ALL.stream().limit(8).map(SearchKey::key).collect(Collectors.joining(", ")) + ", …";
    }

    private Comparison comparison(SearchKey key, String typed) {
        skipBlanks();
        for (var one : Comparison.ALL_TYPED) {
            if (!text.startsWith(one.sign(), at)) continue;
            int sign = at;
            at += one.sign().length();
            if (!key.operators().contains(one.meant().sign()))
                throw BadSearch.at(
                        sign,
                        "'%s' cannot be compared with %s.".formatted(key.key(), one.sign()),
                        key.key().equals(SearchKeys.NAME)
                                ? "Type what the name is in front of the filters, such as scope:name*."
                                : "Type one of %s.".formatted(String.join(" ", key.operators())));
            return one.meant();
        }
        throw BadSearch.at(
                at,
                "Behind '%s' there is nothing that compares.".formatted(BadSearch.shown(typed)),
                "Type one of %s and a value.".formatted(String.join(" ", key.operators())));
    }

    private FilterValue value(SearchKey key, Comparison how) {
        skipBlanks();
        int begins = at;
        boolean quoted = isQuote();
        var typed = quoted ? quoted() : bare();
        if (typed.isBlank() || (!quoted && FilterValue.CONNECTIVE.matcher(typed).matches()))
            throw BadSearch.at(
                    begins,
                    "Behind '%s%s' the value is missing.".formatted(key.key(), how.sign()),
                    "Type %s.".formatted(example(key.type())));
        if (typed.length() > LONGEST_VALUE)
            throw BadSearch.at(
                    begins, "This value has %d characters.".formatted(typed.length()), "Type a shorter one, with *.");
        var value = Values.of(key.type(), typed, quoted)
                .orElseThrow(() -> BadSearch.at(
                        begins,
                        "'%s' is not %s, as %s needs it."
                                .formatted(BadSearch.shown(typed), name(key.type()), key.key()),
                        "Type %s.".formatted(example(key.type()))));
        check(value, how, begins);
        return value;
    }

    private static void check(FilterValue value, Comparison how, int begins) {
        if (!(value instanceof FilterValue.Text(String text))) return;
        if (text.chars().allMatch(c -> c == '*'))
            throw BadSearch.at(begins, "* alone is true of everything.", "Leave this condition out.");
        if (how.isAboutOrder() && (text.contains("*") || text.contains("%")))
            throw BadSearch.at(
                    begins,
                    "'%s' stands for many values, which %s cannot compare."
                            .formatted(BadSearch.shown(text), how.sign()),
                    "Type = or !=, or a value without * and %.");
    }

    private String bare() {
        Matcher bare = FilterValue.BARE.matcher(text).region(at, text.length());
        if (!bare.lookingAt()) return "";
        at = bare.end();
        return bare.group();
    }

    private boolean isQuote() {
        return at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'');
    }

    /// In it, a backslash takes its meaning from a quote and a backslash.
    private String quoted() {
        int opened = at;
        char quote = text.charAt(at++);
        var within = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            boolean escape = text.charAt(at) == '\\'
                    && at + 1 < text.length()
                    && (text.charAt(at + 1) == quote || text.charAt(at + 1) == '\\');
            within.append(text.charAt(escape ? at + 1 : at));
            at += escape ? 2 : 1;
        }
        if (at >= text.length())
            throw BadSearch.at(
                    opened,
                    "This quote is opened and never closed.",
                    "Type %s at the end of the value.".formatted(quote));
        at++;
        return within.toString();
    }

    private boolean take(Pattern sign) {
        skipBlanks();
        Matcher found = sign.matcher(text).region(at, text.length());
        if (!found.lookingAt()) return false;
        at = found.end();
        return true;
    }

    private void skipBlanks() {
        Matcher blanks = BLANKS.matcher(text).region(at, text.length());
        if (blanks.lookingAt()) at = blanks.end();
    }

    private RuntimeException unexpected() {
        if (at >= text.length())
            return BadSearch.at(at, "Something is missing at the end.", "Type a condition, such as datatype=DAOD.");
        var rest = BadSearch.shown(text.substring(at));
        if (text.charAt(at) == ')')
            return BadSearch.at(at, "This bracket is closed and was never opened.", "Leave the ) out.");
        return BadSearch.at(
                at,
                "'%s' is no condition.".formatted(rest),
                "Type a key, what compares and a value, such as datatype=DAOD; a value with blanks goes into quotes.");
    }

    private static String name(SearchKey.Type type) {
        return switch (type) {
            case TEXT, ANY -> "a text";
            case NUMBER -> "a number";
            case BYTES -> "a size";
            case DATE -> "a date";
            case FLAG -> "true or false";
        };
    }

    private static String example(SearchKey.Type type) {
        return switch (type) {
            case TEXT, ANY -> "a word, or several in quotes";
            case NUMBER -> "a number such as 358031";
            case BYTES -> "a size such as 1GB, 500MB or 2TiB";
            case DATE -> "a date such as 2026-01-31, 2026-01 or 2026-01-31T10:00";
            case FLAG -> "true or false";
        };
    }

    /// Where in a text the filters begin, if there are any.
    static Optional<Integer> findBeginning(String text) {
        Matcher beginning = BEGINNING.matcher(text);
        char quote = 0;
        boolean wordBegins = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote == 0 && wordBegins && beginning.region(i, text.length()).lookingAt()) return Optional.of(i);
            if (quote != 0 && c == '\\' && i + 1 < text.length()) {
                i++; // what is behind a backslash ends no quote
                continue;
            }
            boolean opens = wordBegins || (i > 0 && text.charAt(i - 1) == ':');
            if (quote == 0 && opens && (c == '"' || c == '\'')) quote = c;
            else if (c == quote) quote = 0;
            wordBegins = Character.isWhitespace(c) || Character.isSpaceChar(c);
        }
        return Optional.empty();
    }
}
