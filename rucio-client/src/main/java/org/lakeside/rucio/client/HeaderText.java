package org.lakeside.rucio.client;

/// Text that goes into a header as it is: without line ends, which would make headers of their own. OkHttp's own
/// check would do, but its message shows what it refuses, and this is where secrets pass.
final class HeaderText {
    private HeaderText() {}

    static boolean fits(String text) {
        return text.chars().noneMatch(c -> c < ' ' || c == 0x7f);
    }

    static String checked(String what, String text) {
        if (!fits(text)) {
            throw new IllegalArgumentException(what + " with control characters in it");
        }
        return text;
    }
}
