package org.lakeside.server.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/// A password in the first line of a file, or of standard input.
final class PasswordFile {
    private static final int LONGEST = 4096;

    private PasswordFile() {}

    static String read(String name, Surroundings around) {
        try {
            String password = name.equals("-") ? firstLine(around.in()) : ofFile(Path.of(name), around);
            if (password.isEmpty()) {
                throw failure(name, "begins with an empty line");
            }
            return password;
        } catch (NoSuchFileException e) {
            throw failure(name, "does not exist");
        } catch (IOException e) {
            throw failure(name, "cannot be read (%s)".formatted(e.getMessage()));
        }
    }

    private static String ofFile(Path file, Surroundings around) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            if (othersMayRead(file)) {
                around.err().printf("lakeside: others may read %s; `chmod 600` it.%n", file);
            }
            return firstLine(in);
        }
    }

    private static boolean othersMayRead(Path file) throws IOException {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            return permissions.contains(PosixFilePermission.GROUP_READ)
                    || permissions.contains(PosixFilePermission.OTHERS_READ);
        } catch (UnsupportedOperationException e) {
            return false;
        }
    }

    private static String firstLine(InputStream in) throws IOException {
        String text = new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        String line = end < 0 ? text : text.substring(0, end);
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    private static Failure failure(String name, String what) {
        return new Failure(
                ExitCode.USAGE,
                "The password file %s %s.".formatted(name.equals("-") ? "on standard input" : name, what),
                "Write the password into its first line.");
    }
}
