package org.lakeside.rucio.client;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/// Values as Rucio's `filters` want them: literals of Python, not JSON (`filter_engine.py` of 41.5.1).
///
/// Rucio makes more of a text than it is: `true` becomes `True`, what looks like a number, a date or a list becomes
/// one. It does so by reading the text as a literal of Python once more, unless there is one of `+-*/` in it. So
/// where a text could be mistaken, the text that is sent is itself a literal of Python, of which only escapes are
/// left: reading it gives the text that was meant, and nothing in it can be mistaken.
///
/// A text with `*` is compared with SQL's LIKE, in which `%` is another asterisk and a backslash takes the meaning
/// from the next character (`_` is taken care of by Rucio).
final class PythonText {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Pattern AS_IT_IS = Pattern.compile("[A-Za-z_*][A-Za-z0-9._*-]*");
    private static final Pattern MISTAKEN = Pattern.compile(".*(true|TRUE|false|FALSE).*|None|True|False");

    private PythonText() {}

    static String of(MetaValue value) {
        return switch (value) {
            case MetaValue.Text(String text) -> ofText(text);
            case MetaValue.Numeral number -> number.toString();
            case MetaValue.Flag(boolean set) -> set ? "True" : "False";
            case MetaValue.Time(Instant time) -> quoted(TIME.format(time));
            case MetaValue.Other(String json) -> throw new IllegalArgumentException(json);
        };
    }

    /// @param text in which `*` stands for anything
    static String ofText(String text) {
        boolean like = text.indexOf('*') >= 0 || text.indexOf('%') >= 0;
        String meant = like ? text.replace("\\", "\\\\").replace("%", "\\%") : text;
        boolean plain =
                AS_IT_IS.matcher(meant).matches() && !MISTAKEN.matcher(meant).matches();
        return plain ? quoted(meant) : quoted(escaped(meant));
    }

    /// A literal of Python with escapes for all that Rucio looks for: `+-*/`, and the first letters of `true` and
    /// `false`.
    private static String escaped(String text) {
        StringBuilder out = new StringBuilder("'");
        text.codePoints().forEach(c -> {
            boolean left = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (left && "tTfF".indexOf(c) < 0) {
                out.append((char) c);
            } else {
                out.append((c < 0x80 ? "\\x%02x" : "\\U%08x").formatted(whole(c)));
            }
        });
        return out.append('\'').toString();
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("'");
        text.codePoints().forEach(c -> {
            if (c == '\'' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c >= ' ' && c < 0x7f) {
                out.append((char) c);
            } else {
                out.append("\\U%08x".formatted(whole(c)));
            }
        });
        return out.append('\'').toString();
    }

    /// Half a character becomes the sign for an unreadable one: no database has such a name.
    private static int whole(int codePoint) {
        return codePoint >= 0xd800 && codePoint < 0xe000 ? 0xfffd : codePoint;
    }
}
