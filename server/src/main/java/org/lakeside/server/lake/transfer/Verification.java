package org.lakeside.server.lake.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CancellationException;
import java.util.zip.Adler32;
import org.lakeside.rucio.client.Checksums;

/// What comparing a file with the catalogue's checksum showed.
sealed interface Verification {
    record Equal() implements Verification {}

    /// There is nothing to compare with.
    record Impossible() implements Verification {}

    /// Says which sum the bytes have, and which they should have.
    record Different(String found, String expected) implements Verification {}

    /// Of a file whose adler32 is known from its bytes as they passed. Only an md5 needs them again.
    static Verification of(Checksums expected, int adler32, Path path, Stop stop) throws IOException {
        if (expected.adler32().isPresent())
            return compare("adler32 ", Adler.hex(adler32), expected.adler32().get());
        if (expected.md5().isPresent())
            return compare("md5 ", md5(path, stop), expected.md5().get());
        return new Impossible();
    }

    /// Of a file that lies there.
    static Verification of(Checksums expected, Path path, Stop stop) throws IOException {
        return of(expected, expected.adler32().isPresent() ? adler32(path, stop) : Adler.NOTHING, path, stop);
    }

    private static Verification compare(String algorithm, String found, String expected) {
        return found.equals(expected) ? new Equal() : new Different(algorithm + found, algorithm + expected);
    }

    private static int adler32(Path path, Stop stop) throws IOException {
        var sum = new Adler32();
        read(path, sum::update, stop);
        return (int) sum.getValue();
    }

    private static String md5(Path path, Stop stop) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            read(path, digest::update, stop);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    /// Takes some of the bytes in an array.
    interface Chunk {
        void take(byte[] bytes, int offset, int count);
    }

    @SuppressWarnings("ThreadPriorityCheck") // for want of a better way to let others onto the processor
    private static void read(Path path, Chunk chunk, Stop stop) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] buffer = new byte[256 * 1024];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (stop.stopped()) throw new CancellationException("stopped");
                chunk.take(buffer, 0, count);
                Thread.yield(); // virtual threads are not taken off their processor: others have to answer meanwhile
            }
        }
    }
}
