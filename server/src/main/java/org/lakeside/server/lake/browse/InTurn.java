package org.lakeside.server.lake.browse;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/// Several streams as one: each is opened when the one before has ended and is closed, so that it takes one turn at
/// the catalogue at a time.
final class InTurn<T> implements Rows<T> {
    private final Iterator<Supplier<Rows<T>>> next;

    // Guarded by `this`; what is in it is read by one thread.
    private Rows<T> now = Rows.none();
    private boolean closed;
    // Set before it is read.
    private Optional<Duration> patience = Optional.empty();

    InTurn(List<Supplier<Rows<T>>> streams) {
        this.next = streams.iterator();
    }

    @Override
    public boolean hasNext() {
        while (!open().hasNext()) {
            if (!next.hasNext()) return false;
            goOn(next.next());
        }
        return true;
    }

    @Override
    public T next() {
        if (!hasNext()) throw new NoSuchElementException("the last stream has ended");
        return open().next();
    }

    @Override
    public void patience(Duration limit) {
        patience = Optional.of(limit);
    }

    @Override
    public void close() {
        Rows<T> last;
        synchronized (this) {
            closed = true;
            last = now;
        }
        last.close();
    }

    private synchronized Rows<T> open() {
        if (closed) throw new CancellationException("closed");
        return now;
    }

    private void goOn(Supplier<Rows<T>> following) {
        open().close();
        var stream = following.get();
        boolean tooLate;
        synchronized (this) {
            tooLate = closed;
            now = stream;
        }
        patience.ifPresent(stream::patience);
        if (tooLate) stream.close();
    }
}
