package org.lakeside.rucio.client;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the catalogue says a file's bytes sum up to. Either may be missing; Rucio prefers adler32.
///
/// @param adler32 eight lower-case hex digits, zero padded
/// @param md5 thirty-two lower-case hex digits
public record Checksums(Optional<String> adler32, Optional<String> md5) {
    public static final Checksums NONE = new Checksums(Optional.empty(), Optional.empty());

    private static final int ADLER32 = 8;
    private static final int MD5 = 32;

    public Checksums {
        adler32.ifPresent(sum -> require(ADLER32, sum));
        md5.ifPresent(sum -> require(MD5, sum));
    }

    public boolean isEmpty() {
        return adler32.isEmpty() && md5.isEmpty();
    }

    /// As they stand in the catalogue: possibly missing, in capitals, or without their leading zeros, as some
    /// uploaders registered them. Text that is no checksum counts as missing: there is nothing to compare with.
    static Checksums fromCatalogue(@Nullable String adler32, @Nullable String md5) {
        return new Checksums(tidy(adler32, ADLER32), tidy(md5, MD5));
    }

    private static Optional<String> tidy(@Nullable String sum, int digits) {
        if (sum == null || sum.isBlank()) {
            return Optional.empty();
        }
        String text = sum.strip().toLowerCase(Locale.ROOT);
        String padded = "0".repeat(Math.max(0, digits - text.length())) + text;
        return isHex(padded, digits) ? Optional.of(padded) : Optional.empty();
    }

    private static void require(int digits, String sum) {
        if (!isHex(sum, digits)) {
            throw new IllegalArgumentException("not a checksum in lower-case hex, zero padded: '%s'".formatted(sum));
        }
    }

    /// Not by a pattern: a list of 50,000 files has twice as many sums.
    private static boolean isHex(String text, int digits) {
        return text.length() == digits
                && text.chars().allMatch(one -> (one >= '0' && one <= '9') || (one >= 'a' && one <= 'f'));
    }
}
