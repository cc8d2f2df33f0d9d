package org.lakeside.rucio.client;

/// Other people's text, fit for a message: on one line, of bounded length, without what drives a terminal.
final class Plain {
    private Plain() {}

    static String text(String text, int longest) {
        String line = text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
                .limit(longest)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return line.length() < text.length() && text.codePointCount(0, text.length()) > longest ? line + "…" : line;
    }
}
