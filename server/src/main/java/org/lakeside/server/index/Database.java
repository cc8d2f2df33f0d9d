package org.lakeside.server.index;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.JDBC;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// One SQLite file: a connection to read, one to write, opened at first use.
///
/// SQLite's native calls hold on to the carrier of a virtual thread, so reads are short, and all writing is done by one
/// thread of the operating system, many writes in one transaction.
final class Database implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Database.class);

    /// With less than this, a failure to write is one of room.
    private static final long LEAST_ROOM = 1024 * 1024;

    private final Path file;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Connection reader;
    private @Nullable Writer writer;
    private boolean closed;

    Database(Path file) {
        this.file = file;
    }

    interface Read<T> {
        T from(Connection connection) throws SQLException;
    }

    interface Write {
        void to(Connection connection) throws SQLException;
    }

    <T> T read(Read<T> read) {
        lock.lock();
        try {
            return read.from(openReader());
        } catch (SQLException e) {
            if (broken(e)) closeReader();
            throw failure("read", e);
        } finally {
            lock.unlock();
        }
    }

    /// Returns when it is written for good, as far as this process' end is concerned.
    void write(Write write) {
        Writer open;
        lock.lock();
        try {
            openReader();
            open = writer;
        } catch (SQLException e) {
            throw failure("opened", e);
        } finally {
            lock.unlock();
        }
        if (open == null) throw failure("written", new SQLException("it is closed"));
        try {
            open.write(write);
        } catch (SQLException e) {
            throw failure("written", e);
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (writer != null) writer.close();
            writer = null;
            closeReader();
        } finally {
            lock.unlock();
        }
    }

    private Connection openReader() throws SQLException {
        Connection known = reader;
        if (known != null) return known;
        if (closed) throw new SQLException("it is closed");
        Connection opened = openChecked();
        reader = opened;
        if (writer == null) writer = new Writer(this::connect);
        return opened;
    }

    private void closeReader() {
        Connection old = reader;
        reader = null;
        if (old == null) return;
        try {
            old.close();
        } catch (SQLException e) {
            log.warn("index {} did not close well", file, e);
        }
    }

    private Connection openChecked() throws SQLException {
        try {
            return prepared();
        } catch (SQLException e) {
            if (!unusable(e)) throw e;
            log.warn("index {} cannot be used and is put aside; files will be checked again", file, e);
            putAside();
            return prepared();
        }
    }

    private Connection prepared() throws SQLException {
        createPrivate();
        Connection connection = connect();
        try {
            Schema.bringUpToDate(connection);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private Connection connect() throws SQLException {
        Connection connection = JDBC.createConnection("jdbc:sqlite:" + file, new Properties());
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            // A commit survives the process at once, and the machine from the next checkpoint on; what is lost then
            // is fetched or checked again.
            statement.execute("PRAGMA synchronous=NORMAL");
            statement.execute("PRAGMA busy_timeout=10000");
            statement.execute("PRAGMA cache_size=-4096");
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    private void createPrivate() throws SQLException {
        try {
            if (file.getParent() != null) Files.createDirectories(file.getParent());
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            log.debug("index {} is there", file);
        } catch (IOException e) {
            throw new SQLException("%s cannot be made: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static boolean unusable(SQLException e) {
        return e instanceof SQLiteException sqlite
                && (primary(sqlite) == SQLiteErrorCode.SQLITE_NOTADB
                        || primary(sqlite) == SQLiteErrorCode.SQLITE_CORRUPT
                        || primary(sqlite) == SQLiteErrorCode.SQLITE_SCHEMA);
    }

    /// Whether the disk failed, so that the connection is not to be used any more.
    private static boolean broken(SQLException e) {
        return e instanceof SQLiteException sqlite
                && switch (primary(sqlite)) {
                    case SQLITE_FULL, SQLITE_IOERR, SQLITE_CANTOPEN -> true;
                    default -> false;
                };
    }

    /// Without the details, of which SQLite knows many.
    private static SQLiteErrorCode primary(SQLiteException e) {
        return SQLiteErrorCode.getErrorCode(e.getResultCode().code & 0xff);
    }

    private void putAside() throws SQLException {
        try {
            Files.move(
                    file, file.resolveSibling(file.getFileName() + ".unusable"), StandardCopyOption.REPLACE_EXISTING);
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + "-wal"));
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + "-shm"));
        } catch (IOException e) {
            throw new SQLException("%s cannot be put aside: %s".formatted(file, e.getMessage()), e);
        }
    }

    private LakeException failure(String what, SQLException e) {
        boolean full = isFull(e);
        return new LakeException(
                full
                        ? new Problem(
                                Problem.Kind.NO_ROOM,
                                "There is no room left for the index %s.".formatted(file),
                                "Free some space there, then try again.")
                        : new Problem(
                                Problem.Kind.UNFORESEEN,
                                "The index %s could not be %s: %s.".formatted(file, what, e.getMessage()),
                                "Look at the service's log; if the disk is sound, restart Jupyter."),
                e);
    }

    /// SQLite says so, or says that it failed on a disk with nothing left.
    private boolean isFull(SQLException e) {
        if (e instanceof SQLiteException sqlite && primary(sqlite) == SQLiteErrorCode.SQLITE_FULL) return true;
        boolean failed = broken(e) || e.getCause() instanceof IOException;
        return failed && roomLeft() < LEAST_ROOM;
    }

    private long roomLeft() {
        Path existing = file.toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) existing = existing.getParent();
        return existing.toFile().getUsableSpace(); // not by FileStore: a chroot has no mount table
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
