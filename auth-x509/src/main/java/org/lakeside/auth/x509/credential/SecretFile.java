package org.lakeside.auth.x509.credential;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.lakeside.auth.x509.X509Exception.Kind.DAMAGED;
import static org.lakeside.auth.x509.X509Exception.Kind.EXPOSED;
import static org.lakeside.auth.x509.X509Exception.Kind.NOT_WRITABLE;
import static org.lakeside.auth.x509.X509Exception.Kind.UNREADABLE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.lakeside.auth.x509.Finding;
import org.lakeside.auth.x509.X509Exception;

/// Files that only their owner may read: keys, proxies, PKCS#12.
public final class SecretFile {
    /// Larger than any key with its chain; a file beyond it is something else.
    public static final int LARGEST = 256 * 1024;

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> GROUP = PosixFilePermissions.fromString("---rwx---");
    private static final Set<PosixFilePermission> OTHERS = PosixFilePermissions.fromString("------rwx");

    private SecretFile() {}

    /// Why a file is not used, and what mends that.
    public record Exposure(String detail, String remedy) {
        public Finding finding() {
            return new Finding(EXPOSED, detail + " " + remedy);
        }
    }

    /// Reads a file that holds a private key. Whoever calls overwrites the array when done with it.
    ///
    /// @throws X509Exception EXPOSED when others than its owner may read it
    public static byte[] read(Path file) {
        requireFile(file);
        Finding.throwFirst(
                exposed(file, "a private key").map(Exposure::finding).stream().toList());
        return readPublic(file);
    }

    /// Reads a file that holds certificates.
    public static byte[] readPublic(Path file) {
        requireFile(file);
        try (var in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(LARGEST + 1);
            if (content.length > LARGEST)
                throw new X509Exception(
                        DAMAGED,
                        "%s is larger than %d KiB: it is no file of keys or certificates."
                                .formatted(file, LARGEST / 1024));
            return content;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /// Looks before it is opened: whoever opens a pipe waits, deaf to interrupts, until somebody writes into it.
    private static void requireFile(Path file) {
        try {
            if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile())
                throw new X509Exception(UNREADABLE, "%s is no file. Look what is there.".formatted(file));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static X509Exception unreadable(Path file, IOException e) {
        var why = switch (e) {
            case NoSuchFileException _ -> "There is no file %s.".formatted(file);
            case AccessDeniedException _ ->
                "%s may not be read by you. Ask its owner, or make a copy that is yours.".formatted(file);
            default -> "%s cannot be read: %s.".formatted(file, e.getMessage());
        };
        return new X509Exception(UNREADABLE, why, e);
    }

    /// Whether somebody else has put it there or could read it, and what mends that.
    ///
    /// What root owns and is closed to the world was put there by an administrator, as container platforms do with
    /// secrets: its group is meant to read it, and we could not change it. What any other user owns is not ours to
    /// use, readable or not: whoever may write to `/tmp` could make us work under a name of theirs.
    ///
    /// @param what it holds, as in "a private key"
    public static Optional<Exposure> exposed(Path file, String what) {
        try {
            var permissions = Files.getPosixFilePermissions(file);
            int us = UserNumber.own();
            return foreign(file, UserNumber.ofLink(file), us)
                    .or(() -> foreign(file, UserNumber.of(file), us))
                    .or(() -> open(file, what, permissions, UserNumber.of(file) == us));
        } catch (IOException | UncheckedIOException e) {
            throw new X509Exception(UNREADABLE, "%s cannot be examined: %s.".formatted(file, e.getMessage()), e);
        }
    }

    static Optional<Exposure> foreign(Path file, int owner, int us) {
        if (owner == us || owner == UserNumber.ROOT) return Optional.empty();
        return Optional.of(new Exposure(
                "%s belongs to somebody else (user number %d, and yours is %d) and is not used."
                        .formatted(file, owner, us),
                "If you trust it, make a copy that is yours."));
    }

    static Optional<Exposure> open(Path file, String what, Set<PosixFilePermission> permissions, boolean ours) {
        boolean group = permissions.stream().anyMatch(GROUP::contains);
        boolean others = permissions.stream().anyMatch(OTHERS::contains);
        if (!others && !(group && ours)) return Optional.empty();
        return Optional.of(new Exposure(
                "%s holds %s, and others may read or change it (%s)."
                        .formatted(file, what, PosixFilePermissions.toString(permissions)),
                "Close it with: chmod 600 " + quoted(file)));
    }

    private static String quoted(Path file) {
        String name = file.toString();
        return name.matches("[A-Za-z0-9_@%+=:,./-]+") ? name : "'" + name.replace("'", "'\\''") + "'";
    }

    /// Writes the file with mode 0600, whole or not at all: whoever reads that name meanwhile gets the old or the
    /// new content.
    public static void write(Path file, byte[] content) {
        Path target = file.toAbsolutePath();
        Path aside = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
        try {
            try (var channel = FileChannel.open(
                    aside, Set.of(CREATE_NEW, WRITE), PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
                var left = ByteBuffer.wrap(content);
                while (left.hasRemaining()) channel.write(left);
            }
            Files.move(aside, target, ATOMIC_MOVE, REPLACE_EXISTING);
        } catch (IOException e) {
            try {
                Files.deleteIfExists(aside);
            } catch (IOException alsoThat) {
                e.addSuppressed(alsoThat);
            }
            throw new X509Exception(NOT_WRITABLE, "%s cannot be written: %s.".formatted(file, reason(e)), e);
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "there is no such directory";
            case AccessDeniedException _ -> "you may not write there";
            default -> String.valueOf(e.getMessage());
        };
    }
}
