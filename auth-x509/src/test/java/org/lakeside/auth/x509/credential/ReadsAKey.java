package org.lakeside.auth.x509.credential;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;

/// A process that reads a key, is done with it, and writes down all that it has in memory.
final class ReadsAKey {
    private ReadsAKey() {}

    /// Reads the key, with the passphrase that comes on standard input.
    ///
    /// @param words the file with the key, and where to write
    public static void main(String[] words) throws IOException {
        byte[] typed = System.in.readNBytes(100);
        char[] passphrase = new char[typed.length];
        for (int i = 0; i < typed.length; i++) passphrase[i] = (char) typed[i];
        Arrays.fill(typed, (byte) 0);
        try (var opens = Passphrase.takingOver(passphrase)) {
            CredentialReader.read(Path.of(words[0]), opens);
        }
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(words[1], false);
    }
}
