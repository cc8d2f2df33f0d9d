package org.lakeside.server.lake.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.lakeside.auth.x509.credential.SecretFile;

/// Which files of a directory we have written: by what is in them. The list lies in the directory itself, so that a
/// service that comes after a kill knows them again.
final class OwnFiles {
    static final String INDEX = "written_by_lakeside";

    private final Path directory;

    OwnFiles(Path directory) {
        this.directory = directory;
    }

    /// By name the latest first; the one before it counts too, because a kill may come between list and file.
    private Map<String, List<String>> written() {
        Map<String, List<String>> written = new TreeMap<>();
        try {
            for (var line : Files.readAllLines(directory.resolve(INDEX), StandardCharsets.UTF_8)) {
                var words = line.split(" ", 2);
                if (words.length == 2 && isName(words[1]))
                    written.computeIfAbsent(words[1], _ -> new ArrayList<>()).add(words[0]);
            }
        } catch (IOException e) {
            // There is none, or what is there is then somebody else's.
        }
        return written;
    }

    private static boolean isName(String text) {
        return !text.contains("/") && !text.startsWith(".");
    }

    static String mark(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    boolean isOurs(Path file) throws IOException {
        var known = written().getOrDefault(name(file), List.of());
        if (known.isEmpty()) return false;
        try (var in = Files.newInputStream(file)) {
            return known.contains(mark(in.readNBytes(SecretFile.LARGEST)));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /// Replaces the file, whosever it was: it is ours from now on.
    void write(Path file, byte[] content) throws IOException {
        var written = written();
        var marks = new ArrayList<>(List.of(mark(content)));
        written.getOrDefault(name(file), List.of()).stream().limit(1).forEach(marks::add);
        written.put(name(file), marks);
        save(written);
        SecretFile.write(file, content);
    }

    /// Deletes the file, if it is ours.
    void delete(Path file) throws IOException {
        if (isOurs(file)) Files.deleteIfExists(file);
        var written = written();
        if (written.remove(name(file)) != null) save(written);
    }

    Set<String> names() {
        return Set.copyOf(written().keySet());
    }

    private void save(Map<String, List<String>> written) throws IOException {
        var index = directory.resolve(INDEX);
        if (written.isEmpty()) {
            Files.deleteIfExists(index);
            return;
        }
        var text = new StringBuilder();
        written.forEach((name, marks) ->
                marks.forEach(mark -> text.append(mark).append(' ').append(name).append('\n')));
        SecretFile.write(index, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}
