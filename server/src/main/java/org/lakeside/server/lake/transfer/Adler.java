package org.lakeside.server.lake.transfer;

/// Sums of parts make the sum of the whole: so a file that came in pieces, in any order and over several runs, need not
/// be read again to be checked.
final class Adler {
    /// The sum of no bytes.
    static final int NOTHING = 1;

    private static final long BASE = 65521;

    private Adler() {}

    /// The sum of two parts one after the other (as zlib's `adler32_combine`).
    static int combine(int first, int second, long secondLength) {
        long length = secondLength % BASE;
        long firstA = first & 0xffffL;
        long firstB = first >>> 16 & 0xffffL;
        long secondA = second & 0xffffL;
        long secondB = second >>> 16 & 0xffffL;
        long a = (firstA + secondA + BASE - 1) % BASE;
        long b = (firstB + secondB + length * (firstA + BASE - 1)) % BASE;
        return (int) (b << 16 | a);
    }

    /// As the catalogue writes it.
    static String hex(int sum) {
        return "%08x".formatted(sum);
    }
}
