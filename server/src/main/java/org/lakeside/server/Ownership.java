package org.lakeside.server;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.lakeside.auth.x509.X509Exception;
import org.lakeside.server.api.Standing;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;
import org.lakeside.server.lake.identity.FollowedFiles;
import org.lakeside.server.lake.identity.Neighbours;
import org.lakeside.server.owner.Host;
import org.lakeside.server.owner.OwnerGoneException;
import org.lakeside.server.owner.OwnerLock;
import org.lakeside.server.owner.OwnerNote;
import org.lakeside.server.owner.OwnerSocket;
import org.lakeside.server.unix.NobodyThereException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether this process owns the store or works through the one that does. It takes over when that one is gone: at the
/// next request, and by a look every second.
final class Ownership implements Standing, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Ownership.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    /// A new owner has the lock a moment before it listens.
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Path directory;
    private final OwnerNote self;
    private final Function<Path, Wiring> connect;
    private final Thread watcher;

    // Guarded by `this`.
    private Optional<Owned> owned = Optional.empty();
    private boolean working;
    private boolean closed;

    /// Where the state of the owner is, whoever that is.
    private volatile Path followed;

    private volatile State state;

    private record Owned(OwnerLock lock, Wiring wiring) {}

    private Ownership(Path directory, OwnerNote self, Function<Path, Wiring> connect) throws IOException {
        this.directory = directory;
        this.self = self;
        this.connect = connect;
        this.watcher = Thread.ofVirtual().name("owner-watch").unstarted(this::watch);
        this.followed = directory;
        this.state = new State.Guest(this::relay);
        look();
    }

    /// Looks who owns the store whose state lies in `directory`, and takes it when nobody does.
    ///
    /// @param connect makes the parts over the state directory that became ours
    static Ownership claim(Path directory, OwnerNote self, Function<Path, Wiring> connect) throws IOException {
        return new Ownership(directory, self, connect);
    }

    /// Begins what goes on without being asked for: the downloads of the last run, the look at the owner. Called when
    /// the first answers can be given, which must not wait for it.
    synchronized void work() {
        working = true;
        watcher.start();
        owned.ifPresent(mine -> mine.wiring().resumeInBackground());
    }

    @Override
    public State now() {
        return state;
    }

    @Override
    public synchronized void close() {
        closed = true;
        watcher.interrupt();
        owned.ifPresent(mine -> {
            mine.wiring().close();
            mine.lock().close();
        });
        owned = Optional.empty();
    }

    /// Finds the owner; becomes it when there is none. A lock that another machine holds is not ours to wait for: its
    /// processes cannot be reached, so this machine gets a state of its own.
    private synchronized Optional<OwnerNote> look() throws IOException {
        if (closed || owned.isPresent()) return Optional.empty();
        if (take(directory)) return Optional.empty();
        var note = OwnerNote.read(OwnerLock.fileIn(directory));
        if (note.isEmpty() || note.get().host().equals(self.host())) return note;
        var own = directory.resolve(Host.directory());
        if (take(own)) return Optional.empty();
        followed = own;
        return OwnerNote.read(OwnerLock.fileIn(own));
    }

    private boolean take(Path stateDirectory) throws IOException {
        var lock = OwnerLock.tryTake(stateDirectory, self);
        lock.ifPresent(taken -> {
            var wiring = connect.apply(stateDirectory);
            owned = Optional.of(new Owned(taken, wiring));
            state = new State.Owner(wiring);
            if (working) wiring.resumeInBackground();
            log.info("this service keeps the store; its state is in {}", stateDirectory);
        });
        return lock.isPresent();
    }

    private boolean relay(Context context, Runnable answerBegins) throws IOException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        do {
            var owner = look();
            if (state instanceof State.Owner) return false;
            try {
                if (owner.isPresent()) {
                    new OwnerSocket(owner.get().socket(), owner.get().pid()).relay(context, answerBegins);
                    return true;
                }
            } catch (NobodyThereException | OwnerGoneException e) {
                log.debug("{}; looking again", e.getMessage());
            }
        } while (pause() && System.nanoTime() < until);
        throw new LakeException(new Problem(
                Kind.OWNER_UNAVAILABLE,
                "Another Lakeside service holds the lock on %s, but does not answer.".formatted(directory),
                "Stop it, or wait for its end; then try again."));
    }

    private void watch() {
        var here = Wiring.Surroundings.kernelFiles(self.socket());
        var files = new FollowedFiles(here);
        Optional<Neighbours> told = Optional.empty();
        boolean fails = false;
        try {
            while (!(state instanceof State.Owner)) {
                try {
                    var owner = look();
                    if (owner.isPresent() && told.isEmpty()) told = Optional.of(tell(here));
                    owner.map(one -> Wiring.Surroundings.kernelFiles(one.socket()))
                            .ifPresent(files::follow);
                    fails = false;
                } catch (IOException | RuntimeException e) {
                    if (!fails) log.error("cannot look who owns the store in {}; trying again", directory, e);
                    fails = true; // said once: a disk may be away for hours
                }
                Thread.sleep(LOOK_EVERY);
            }
            files.end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            told.ifPresent(owner -> owner.withdraw(self.pid()));
        }
    }

    /// Tells the owner where proxies and tokens of the terminals here are.
    private Neighbours tell(Path files) {
        var owner = new Neighbours(followed);
        try {
            owner.announce(self.pid(), files);
        } catch (IOException | X509Exception e) {
            log.warn(
                    "what is made in terminals here is not seen by the service that keeps the store: {}",
                    e.getMessage());
        }
        return owner;
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
