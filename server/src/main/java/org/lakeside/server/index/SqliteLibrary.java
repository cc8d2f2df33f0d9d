package org.lakeside.server.index;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;
import org.sqlite.util.OSInfo;

/// SQLite's native part, which has to be a file before it can be loaded.
///
/// The driver writes that file anew at each start, into the temporary directory, and a process that is killed leaves it
/// there: 1 MB each time. So it is written once, to stay. An image has it already, in a directory that the property
/// `lakeside.native` names: in a container there may be no other from which anything may be executed.
public final class SqliteLibrary {
    /// Where libraries lie that somebody has unpacked for all; only read.
    private static final String UNPACKED = "lakeside.native";

    private static final Logger log = LoggerFactory.getLogger(SqliteLibrary.class);

    private static final AtomicBoolean LOADED = new AtomicBoolean();

    private SqliteLibrary() {}

    /// From now on the driver loads it from `directory`. Where that cannot be, as on a full disk or one
    /// that nothing may be executed from, the driver goes on as before.
    ///
    /// Once for the process: of two copies Java takes some functions of one and some of the other, and crashes.
    @SuppressWarnings("restricted") // the service is started with native access
    public static void keepIn(Path directory) {
        if (!LOADED.compareAndSet(false, true) || isThere()) return;
        try {
            var name = "sqlite-%s-%s".formatted(SQLiteJDBCLoader.getVersion(), platform());
            var place = unpacked(name).orElse(directory);
            var library = place.resolve(name);
            if (!Files.exists(library)) write(library);
            System.load(library.toAbsolutePath().toString()); // the driver stops at one that cannot be loaded
            System.setProperty("org.sqlite.lib.path", place.toString());
            System.setProperty("org.sqlite.lib.name", name);
            SQLiteJDBCLoader.initialize(); // as long as the file is there
        } catch (Exception | UnsatisfiedLinkError e) {
            log.info("SQLite's library cannot be kept in {}: {}", directory, e.toString());
        }
    }

    /// Whether the driver has loaded one of its own, for whoever used SQLite before. Linux says so.
    private static boolean isThere() {
        try (var lines = Files.lines(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1)) {
            return lines.anyMatch(line -> line.contains(LibraryLoaderUtil.getNativeLibName()));
        } catch (IOException e) {
            return false;
        }
    }

    /// Where there is one of this very version: an image's driver may have been replaced.
    private static Optional<Path> unpacked(String name) {
        return Optional.ofNullable(System.getProperty(UNPACKED))
                .map(Path::of)
                .filter(place -> Files.isRegularFile(place.resolve(name)));
    }

    /// As the end of a file's name.
    private static String platform() {
        return OSInfo.getNativeLibFolderPathForCurrentOS().replace('/', '-') + "-"
                + LibraryLoaderUtil.getNativeLibName();
    }

    /// Whole or not at all, also after a crash. Those of other versions of the driver go.
    private static void write(Path library) throws IOException {
        var directory = Files.createDirectories(library.getParent());
        var draft = Files.createTempFile(directory, "draft-", ".tmp");
        try {
            copyTo(draft);
            Files.move(draft, library, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
        try (var older = Files.newDirectoryStream(directory, "{sqlite-*-" + platform() + ",draft-*.tmp}")) {
            for (var file : older) if (!file.equals(library)) Files.deleteIfExists(file);
        }
    }

    private static void copyTo(Path file) throws IOException {
        var resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName();
        try (var content = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
            if (content == null) throw new FileNotFoundException("the driver has none for " + platform());
            Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
        }
        try (var written = FileChannel.open(file, StandardOpenOption.WRITE)) {
            written.force(true);
        }
    }
}
