package org.lakeside.auth.x509.credential;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// Users by number, as the kernel knows them: a container's user often has no name.
public final class UserNumber {
    public static final int ROOT = 0;

    private UserNumber() {}

    /// Who runs this process: as `/proc` has it, or else by the owner of the home.
    public static int own() {
        var self = Path.of("/proc/self");
        return of(Files.exists(self) ? self : Path.of(System.getProperty("user.home")));
    }

    /// Whose the file is; of a link, the file that it leads to.
    static int of(Path file) {
        return owner(file);
    }

    /// Whose the name is: of a link, the link itself.
    static int ofLink(Path file) {
        return owner(file, NOFOLLOW_LINKS);
    }

    private static int owner(Path file, LinkOption... options) {
        try {
            return (Integer) Files.getAttribute(file, "unix:uid", options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
