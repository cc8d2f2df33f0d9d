package org.lakeside.server.lake.browse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.lakeside.server.lake.LakeException;

/// Reads what a person typed or pasted into the search field.
///
/// `scope:name` is what begins so in that scope, `scope:*name*` what contains it, `scope:` all of it. Without a
/// colon, the name is looked for anywhere in names, in the scopes of the account and then in others. A `*` anywhere
/// in the name turns this completing off, and so do quotes. Filters may follow, or stand alone. [Pasted] has what
/// else is understood.
final class SearchText {
    /// Names in Rucio have 250 characters, or some more where a community has allowed it.
    private static final int LONGEST_NAME = 1000;

    private static final Pattern JOINED = Pattern.compile("(?i)(?:^|[\\s\\p{Z}])(and|or|&&?|\\|\\|?)[\\s\\p{Z}]*$");

    private static final Pattern QUOTED =
            Pattern.compile("\"(?:[^\"\\\\]++|\\\\.)*+\"|'(?:[^'\\\\]++|\\\\.)*+'", Pattern.DOTALL);
    private static final Pattern NOT_IN_SCOPES = Pattern.compile("[\\s\\p{Z}\"'/\\\\=<>!(),;&|]");
    private static final Pattern ESCAPED = Pattern.compile("\\\\([\\\\\"'])");

    private SearchText() {}

    /// @throws org.lakeside.server.lake.LakeException `BAD_SEARCH`
    static Understood read(String typed) {
        return Pasted.read(typed).orElseGet(() -> pattern(typed));
    }

    /// Whether these names can be typed so, without quotes.
    static boolean isReadAs(String head, Understood.Pattern meant) {
        try {
            return read(meant.filter().isPresent() ? head + " bytes=1" : head) instanceof Understood.Pattern read
                    && read.scope().equals(meant.scope())
                    && read.names().equals(meant.names())
                    && read.filter().isPresent() == meant.filter().isPresent();
        } catch (LakeException e) {
            return false;
        }
    }

    private static Understood.Pattern pattern(String typed) {
        List<String> notes = new ArrayList<>();
        var beginning = FilterParser.findBeginning(typed);
        var head = head(typed.substring(0, beginning.orElse(typed.length())), beginning.isPresent());
        Optional<Filter> filter = beginning.map(from -> filter(typed, from, notes));
        int begins = typed.length() - typed.stripLeading().length();
        if (isQuoted(head) && unquoted(head).indexOf(':') > 0) {
            var exactly = unquoted(head);
            int end = exactly.indexOf(':');
            var scope = scope(exactly.substring(0, end).strip(), begins + 1);
            return new Understood.Pattern(Optional.of(scope), exact(exactly.substring(end + 1)), filter, notes);
        }
        int colon = isQuoted(head) ? -1 : head.indexOf(':');
        if (colon < 0) {
            var names = names(head, begins, true);
            noteBlanks(names, notes);
            return new Understood.Pattern(Optional.empty(), names, filter, notes);
        }
        var scope = scope(head.substring(0, colon).strip(), begins);
        var names = names(head.substring(colon + 1), begins + colon + 1, false);
        noteBlanks(names, notes);
        return new Understood.Pattern(Optional.of(scope), names, filter, notes);
    }

    private static Filter filter(String typed, int from, List<String> notes) {
        var filter = FilterParser.read(typed, from, notes);
        try {
            FilterQuery.of(filter);
            return filter;
        } catch (IllegalArgumentException e) {
            throw BadSearch.at(
                    from,
                    "Rucio cannot be asked this: %s.".formatted(e.getMessage()),
                    "Write OR where either will do, or search in several steps.");
        }
    }

    /// What stands before the filters, without the `AND` between.
    private static String head(String before, boolean filtersFollow) {
        var head = before.strip();
        if (!filtersFollow) return head;
        var joined = JOINED.matcher(head);
        if (!joined.find()) return head;
        var word = joined.group(1);
        if (word.equalsIgnoreCase("or") || word.startsWith("|"))
            throw BadSearch.at(
                    before.indexOf(head) + joined.start(1),
                    "A name and a filter cannot be joined by OR.",
                    "Type AND, or search for the two one after the other.");
        return head.substring(0, joined.start()).strip();
    }

    private static String scope(String scope, int begins) {
        if (scope.isBlank())
            throw BadSearch.at(
                    begins,
                    "Before the colon there is no scope.",
                    "Type scope:name, or a part of the name without a colon.");
        if (scope.contains("*") || scope.contains("%"))
            throw BadSearch.at(
                    begins,
                    "'%s' is not the name of a scope: Rucio searches one scope at a time, without *."
                            .formatted(BadSearch.shown(scope)),
                    "Type the whole name of the scope; or a part of the name alone, which is looked for in your scopes.");
        if (NOT_IN_SCOPES.matcher(scope).find())
            throw BadSearch.at(
                    begins,
                    "'%s' is not the name of a scope: what stands before the colon holds no blank, no quote, no / and no sign of a filter."
                            .formatted(BadSearch.shown(scope)),
                    "Type scope:name, or a part of the name alone.");
        if (scope.length() > LONGEST_NAME) throw tooLong(scope, begins);
        return scope;
    }

    private static String names(String typed, int begins, boolean anywhere) {
        var text = typed.strip();
        if (text.length() > LONGEST_NAME) throw tooLong(text, begins);
        if (isQuoted(text)) return exact(unquoted(text));
        if (text.startsWith("\""))
            throw BadSearch.at(
                    begins + typed.indexOf(text),
                    "This quote is opened and never closed.",
                    "Type \" at the end of the name; for names that begin with a quote, type * in its place.");
        if (text.isEmpty()) return "*";
        if (text.contains("*")) return text;
        return anywhere ? "*" + text + "*" : text + "*";
    }

    private static RuntimeException tooLong(String text, int begins) {
        return BadSearch.at(
                begins,
                "This has %,d characters; no name in Rucio is so long.".formatted(text.length()),
                "Type a part of the name. Several DIDs go with blanks between them.");
    }

    private static String exact(String name) {
        return name.isEmpty() ? "*" : name;
    }

    /// Whether the quote it begins with ends where it ends.
    private static boolean isQuoted(String text) {
        return QUOTED.matcher(text).matches();
    }

    private static String unquoted(String text) {
        return ESCAPED.matcher(text.substring(1, text.length() - 1)).replaceAll("$1");
    }

    private static void noteBlanks(String names, List<String> notes) {
        var words = names.strip().split("[\\s\\p{Z}]+", -1);
        if (words.length < 2) return;
        boolean meantAsFilter = false;
        for (var word : words)
            meantAsFilter |= SearchKeys.find(word.replace("*", "")).isPresent();
        notes.add(
                meantAsFilter
                        ? "'%s' was looked for as one name, blanks included. A filter is a key, what compares and a value, such as bytes>1GB."
                                .formatted(BadSearch.shown(names))
                        : "'%s' was looked for as one name, blanks included.".formatted(BadSearch.shown(names)));
    }
}
