package org.lakeside.server.lake.transfer;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.lakeside.rucio.client.Did;

/// Where files lie: `DATA/INSTANCE/SCOPE/NAME`, each one path segment, so that `ls` makes sense and no name leads
/// elsewhere. Different names have different segments.
final class Layout {
    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._+=@~-";
    private static final int LONGEST = 200;
    private static final int LONGEST_EXTENSION = 16;
    private static final int HASH_BYTES = 16;
    /// Begins what no plain segment holds: there a percent sign is followed by two hex digits.
    private static final String HASH_MARK = "%~";

    /// What is ours below DATA. No segment begins with a dot, so nobody's file has this name.
    private static final String OWN = ".lakeside";

    private final Path data;

    Layout(Path data) {
        this.data = data.toAbsolutePath().normalize();
    }

    Path data() {
        return data;
    }

    Path path(String instance, Did did) {
        return data.resolve(segment(instance)).resolve(segment(did.scope())).resolve(segment(did.name()));
    }

    /// Where the files of all stores over this data grow, on the same file system, out of sight.
    Path partials() {
        return data.resolve(OWN).resolve("partial");
    }

    static String segment(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        var segment = new StringBuilder(bytes.length + 16);
        for (int i = 0; i < bytes.length; i++) {
            boolean plain = PLAIN.indexOf(bytes[i]) >= 0 && !(i == 0 && bytes[i] == '.');
            if (plain) segment.append((char) bytes[i]);
            else segment.append('%').append(HexFormat.of().withUpperCase().toHexDigits(bytes[i]));
        }
        return segment.length() <= LONGEST ? segment.toString() : shortened(segment.toString(), bytes);
    }

    private static String shortened(String segment, byte[] name) {
        String tail = HASH_MARK + hash(name) + extension(segment);
        int end = LONGEST - tail.length();
        int percent = segment.lastIndexOf('%', end - 1);
        if (percent >= 0 && end - percent < 3) end = percent; // not in the middle of an encoded byte
        return segment.substring(0, end) + tail;
    }

    /// With its dot: readers choose by it.
    private static String extension(String segment) {
        int dot = segment.lastIndexOf('.');
        boolean some = dot > 0 && segment.length() - dot <= LONGEST_EXTENSION && segment.indexOf('%', dot) < 0;
        return some ? segment.substring(dot) : "";
    }

    private static String hash(byte[] name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name);
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
