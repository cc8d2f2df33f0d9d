package org.lakeside.rucio.client;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Rows of a list, read from Rucio as they are asked for; never all of them in memory.
///
/// Close it, best in a `try`: closing early cancels the call, also from another thread. A list that ends before its
/// end is a [RucioException] of kind `CUT`, from [#hasNext] or [#next]; rows that came before it are good. Asking for
/// rows of a stream that was closed, or by a thread that was interrupted, is a [CancellationException].
public final class RowStream<T> implements Iterator<T>, AutoCloseable {
    private enum State {
        IDLE,
        READING,
        CLOSED
    }

    private final String doing;
    private final CallSlot slot;
    private final Iterator<Supplier<Part<T>>> parts;
    private final Predicate<T> wanted;
    private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
    private @Nullable Part<T> part;
    private @Nullable T ahead;
    private long left;
    private Optional<Duration> patience = Optional.empty();

    /// @param parts ask for one stretch of the list each; the first is asked for at once, so that a refusal comes
    /// early
    RowStream(String doing, CallSlot slot, Iterator<Supplier<Part<T>>> parts, Predicate<T> wanted, long limit) {
        this.doing = doing;
        this.slot = slot;
        this.parts = parts;
        this.wanted = wanted;
        this.left = limit;
        if (parts.hasNext()) {
            this.part = parts.next().get();
        }
    }

    /// Waits longer, or shorter, for each next byte than [Timeouts#silence] says: for lists that are read where nobody
    /// waits. Before it is read on, by the thread that does.
    public void patience(Duration limit) {
        patience = Optional.of(limit);
        if (part != null) {
            part.patience(limit);
        }
    }

    @Override
    public boolean hasNext() {
        if (ahead == null && left > 0) {
            ahead = alone(this::nextWanted);
        }
        return ahead != null;
    }

    @Override
    public T next() {
        if (!hasNext() || ahead == null) {
            throw new NoSuchElementException("the list has ended");
        }
        T row = ahead;
        ahead = null;
        left--;
        return row;
    }

    /// All rows that are left, in memory; closes the stream. For lists that are known to be short.
    public List<T> toList() {
        try (this) {
            List<T> rows = new ArrayList<>();
            forEachRemaining(rows::add);
            return rows;
        }
    }

    private @Nullable T nextWanted() throws IOException {
        while (part != null) {
            Optional<T> row = part.next();
            if (row.isEmpty()) {
                part.close();
                part = nextPart();
            } else if (wanted.test(row.get())) {
                return row.get();
            }
        }
        return null;
    }

    private @Nullable Part<T> nextPart() {
        if (!parts.hasNext()) {
            return null;
        }
        Part<T> next = parts.next().get();
        patience.ifPresent(next::patience);
        return next;
    }

    private interface Reading<T> {
        @Nullable
        T read() throws IOException;
    }

    /// Reads, unless somebody has closed the stream; when somebody does so meanwhile, the closing is finished here,
    /// because a response must not be closed under its reader.
    private @Nullable T alone(Reading<T> reading) {
        if (!state.compareAndSet(State.IDLE, State.READING)) {
            throw new CancellationException(doing + ": cancelled");
        }
        try {
            return reading.read();
        } catch (IOException e) {
            slot.check(doing);
            throw NoAnswer.cut("%s, after row %d".formatted(doing, part == null ? 0 : part.read()), e);
        } finally {
            if (!state.compareAndSet(State.READING, State.IDLE)) {
                release();
            }
        }
    }

    /// Ends the call if it is not at its end. Safe from any thread, any number of times.
    @Override
    public void close() {
        State before = state.getAndSet(State.CLOSED);
        if (before == State.CLOSED) {
            return;
        }
        slot.cancel();
        if (before == State.IDLE) {
            release();
        }
    }

    private void release() {
        if (part != null) {
            part.close();
        }
    }
}
