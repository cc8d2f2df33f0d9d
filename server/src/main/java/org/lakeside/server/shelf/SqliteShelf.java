package org.lakeside.server.shelf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.browse.Row;
import org.lakeside.server.lake.browse.Shelf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;

/// Opened at its first use. Lists that are paged through lie in `reading`, which is emptied then; kept ones in `kept`.
public final class SqliteShelf implements Shelf, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SqliteShelf.class);
    /// What kept lists may take together: some millions of rows.
    private static final long MOST_KEPT = 256L << 20;

    private final Path reading;
    private final KeptLists kept;
    private final AtomicLong last = new AtomicLong();
    private final Collection<FileRoll> open = ConcurrentHashMap.newKeySet();
    private final ReentrantLock preparing = new ReentrantLock();
    // Both guarded by `preparing`.
    private boolean prepared;
    private boolean closed;

    /// A shelf in a directory.
    ///
    /// @param directory on a local disk, for nothing else
    public SqliteShelf(Path directory, Clock clock) {
        this(directory, MOST_KEPT, clock);
    }

    SqliteShelf(Path directory, long mostKept, Clock clock) {
        this.reading = directory.resolve("reading");
        this.kept = new KeptLists(directory.resolve("kept"), mostKept, clock);
    }

    @Override
    public Roll newRoll() {
        preparing.lock();
        try {
            requireOpen();
            prepare();
            var file = reading.resolve(last.incrementAndGet() + ".db");
            return opened(new FileRoll(RollFile.create(file), file, true));
        } catch (SQLException e) {
            throw failed("beginning a list", e);
        } finally {
            preparing.unlock();
        }
    }

    @Override
    public Optional<Kept> find(Title title) {
        return kept.find(title)
                .map(found -> new Kept(
                        opened(new FileRoll(found.rows(), found.file(), false)),
                        found.label().asked(),
                        found.label().closed()));
    }

    @Override
    public void markClosed(Title title, Instant asked) {
        preparing.lock();
        try {
            requireOpen();
            kept.markClosed(title, asked);
        } catch (SQLException e) {
            throw failed("marking a list", e);
        } finally {
            preparing.unlock();
        }
    }

    @Override
    public void forget(Title title) {
        kept.forget(title);
    }

    /// Waits for what is being written; nothing is after that.
    @Override
    public void close() {
        preparing.lock();
        try {
            closed = true;
        } finally {
            preparing.unlock();
        }
        open.forEach(FileRoll::close);
    }

    private void requireOpen() {
        if (closed) throw new CancellationException("listings on disk are put away");
    }

    private FileRoll opened(FileRoll roll) {
        open.add(roll);
        return roll;
    }

    /// What an earlier process left unread is of no use.
    private void prepare() {
        if (prepared) return;
        try {
            Files.createDirectories(reading);
            try (var left = Files.newDirectoryStream(reading)) {
                for (var file : left) Files.deleteIfExists(file);
            }
            kept.clear();
            prepared = true;
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    private RuntimeException failed(String doing, SQLException e) {
        if (e.getErrorCode() == SQLiteErrorCode.SQLITE_FULL.code)
            return new LakeException(
                    new Problem(
                            Problem.Kind.NO_ROOM,
                            "There is no room left in %s to keep this long list.".formatted(reading),
                            "Free some room there, or set state_dir to another local disk; then open it again."),
                    e);
        if (e.getErrorCode() == SQLiteErrorCode.SQLITE_CANTOPEN.code
                || e.getErrorCode() == SQLiteErrorCode.SQLITE_READONLY.code) return cannotWrite(e);
        return new IllegalStateException("listings on disk: " + doing + ": " + e.getMessage(), e);
    }

    private LakeException cannotWrite(Exception e) {
        return new LakeException(
                new Problem(
                        Problem.Kind.UNFORESEEN,
                        "Long lists cannot be kept in %s: no file can be opened there for writing.".formatted(reading),
                        "Let this user write there, or set state_dir to another local disk; then open it again."),
                e);
    }

    private final class FileRoll implements Roll {
        private final RollFile rows;
        private final Path file;
        private final boolean ours;
        private final ReentrantLock one = new ReentrantLock();
        // Guarded by `one`.
        private boolean closed;

        /// @param ours whether the file ends with it
        FileRoll(RollFile rows, Path file, boolean ours) {
            this.rows = rows;
            this.file = file;
            this.ours = ours;
        }

        @Override
        public long add(List<Row> more) {
            one.lock();
            try {
                if (closed) throw new IllegalStateException("this list has been thrown away");
                if (!more.isEmpty()) rows.add(more);
                return rows.size();
            } catch (SQLException e) {
                throw failed("adding rows", e);
            } finally {
                one.unlock();
            }
        }

        @Override
        public long size() {
            one.lock();
            try {
                return rows.size();
            } finally {
                one.unlock();
            }
        }

        @Override
        public List<Row> rows(long from, int limit) {
            one.lock();
            try {
                return closed ? List.of() : rows.rows(from, limit);
            } catch (SQLException | IllegalArgumentException | NullPointerException e) {
                if (!ours) kept.throwAway(file);
                throw new Spoilt("listings on disk: %s: %s".formatted(file, e.getMessage()), e);
            } finally {
                one.unlock();
            }
        }

        @Override
        public void rest() {
            one.lock();
            try {
                if (!closed) rows.rest();
            } catch (SQLException e) {
                log.debug("the cache of {} stays as large as it is", file, e);
            } finally {
                one.unlock();
            }
        }

        @Override
        public void keep(Title title, Instant asked, boolean isClosed) {
            one.lock();
            try {
                if (!closed) kept.put(rows, new Label(title, asked, isClosed));
            } catch (SQLException e) {
                throw failed("keeping a list", e);
            } catch (IOException e) {
                throw new UncheckedIOException("keeping a list", e);
            } finally {
                one.unlock();
            }
        }

        @Override
        public void close() {
            one.lock();
            try {
                if (closed) return;
                closed = true;
                open.remove(this);
                rows.close();
                if (ours) Files.deleteIfExists(file);
            } catch (SQLException | IOException e) {
                log.debug("{} is deleted at the next start", file, e);
            } finally {
                one.unlock();
            }
        }
    }
}
