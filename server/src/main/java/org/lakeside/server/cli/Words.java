package org.lakeside.server.cli;

import java.time.Duration;
import java.util.Locale;

/// Numbers and other people's text, for a person to read.
final class Words {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

    private Words() {}

    /// `1.2 GB`; a thousand of one is one of the next, as storages count.
    static String size(long bytes) {
        double number = bytes;
        int unit = 0;
        while (number >= 999.5 && unit < UNITS.length - 1) {
            number /= 1000;
            unit++;
        }
        String digits = unit == 0 || number >= 9.95 ? "%.0f" : "%.1f";
        return String.format(Locale.ROOT, digits + " %s", number, UNITS[unit]);
    }

    static String time(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        if (seconds < 100) {
            return seconds + " s";
        }
        return seconds < 100 * 60 ? (seconds + 30) / 60 + " min" : (seconds + 1800) / 3600 + " h";
    }

    static String count(long number, String one) {
        return number == 1 ? "1 " + one : String.format(Locale.ROOT, "%,d %ss", number, one);
    }

    /// Names in a catalogue are anybody's: what would drive a terminal, or end the line, is shown and not sent.
    static String plain(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            int type = Character.getType(c);
            boolean drives = type == Character.CONTROL
                    || type == Character.FORMAT
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR
                    || type == Character.SURROGATE;
            if (drives) {
                out.append("\\u{%x}".formatted(c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }
}
