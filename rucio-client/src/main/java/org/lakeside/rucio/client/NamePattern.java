package org.lakeside.rucio.client;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A pattern of names, in which `*` stands for anything, as a filter that Rucio understands rightly.
///
/// Rucio takes the filter for a piece of Python, and its values for more than text (41.5.1): `true` becomes `True`,
/// what looks like a number, a date or a list becomes one, `%` is a second asterisk and `\` an escape. Where that
/// would change the meaning, a wider pattern is sent, and the answer sifted here.
final class NamePattern {
    private static final Pattern LITERALLY = Pattern.compile("[A-Za-z][A-Za-z0-9._-]*");
    private static final Pattern MANGLED = Pattern.compile("true|TRUE|false|FALSE");
    private static final Pattern WORDS_OF_PYTHON = Pattern.compile("None|True|False");

    private final String pattern;
    private final String sent;
    private final Pattern meant;

    NamePattern(String pattern) {
        this.pattern = pattern;
        this.sent = harmless(pattern);
        this.meant = Pattern.compile(
                Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")),
                Pattern.DOTALL);
    }

    /// Whether Rucio finds exactly what is meant.
    boolean isExact() {
        return sent.equals(pattern);
    }

    boolean matches(String name) {
        return meant.matcher(name).matches();
    }

    boolean isAnything() {
        return pattern.equals("*");
    }

    /// As a part of a dictionary in Python.
    String inPython() {
        return "'name': '" + python(sent) + "'";
    }

    /// As a list of dictionaries, in Python: in each, the name and the conditions of one group.
    String asFilters(Filters filters) {
        if (filters.groups().isEmpty()) {
            return "[{" + inPython() + "}]";
        }
        return filters.groups().stream()
                .map(group -> Stream.concat(
                                Stream.of(inPython()).filter(_ -> !isAnything()),
                                group.stream().map(Condition::inPython))
                        .collect(Collectors.joining(", ", "{", "}")))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String harmless(String pattern) {
        String wider = MANGLED.matcher(pattern).replaceAll("*");
        wider = wider.replace('%', '*').replace('\\', '*');
        boolean literal = LITERALLY.matcher(wider).matches()
                && !WORDS_OF_PYTHON.matcher(wider).matches();
        if (!literal && wider.indexOf('*') < 0) {
            wider = wider + "*"; // a value with an asterisk stays text
        }
        return wider;
    }

    private static String python(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c == '\'' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c >= ' ' && c < 0x7f) {
                out.append((char) c);
            } else if (c >= 0xd800 && c < 0xe000) {
                out.append("\\ufffd"); // half a character: no database has such a name
            } else {
                out.append("\\U%08x".formatted(c));
            }
        });
        return out.toString();
    }
}
