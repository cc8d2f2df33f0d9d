package org.lakeside.server.api;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/// Interrupts the thread that works on an answer when the one who asked has left: whoever types on or closes the panel
/// does not keep Rucio busy. Jetty notices a departure only when it writes, so this reads meanwhile: a client that
/// waits for its answer sends nothing, so whatever can be read is the end of its connection. Nothing can be read where
/// Jetty was late to say that the request itself had come: its reader stays.
final class ReaderWatch implements AutoCloseable, Callback {
    private final AbstractEndPoint connection;
    private final Thread worker = Thread.currentThread();
    // Guarded by `this`.
    private boolean over;
    private boolean gone;

    ReaderWatch(AbstractEndPoint connection) {
        this.connection = connection;
    }

    interface Work {
        /// Makes the answer. Runs `answerBegins` before a byte of it goes out: from then on the client may send
        /// its next request, and whoever writes notices by itself when it leaves.
        void run(Runnable answerBegins) throws Exception;
    }

    /// Does the work of a request whose body, if it has one, has been read, as long as its reader stays.
    static void during(Context context, Work work) throws Exception {
        var request = ServletContextRequest.getServletContextRequest(context.req());
        var endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        if (!(endPoint instanceof AbstractEndPoint connection)) {
            work.run(() -> {});
            return;
        }
        var watch = new ReaderWatch(connection);
        try (watch) {
            connection.tryFillInterested(watch);
            work.run(watch::close);
        } catch (CancellationException e) {
            throw watch.isReaderGone() ? new ReaderLeft(e) : e;
        }
    }

    @Override
    public synchronized void succeeded() {
        if (over) return;
        if (nothingToRead()) {
            connection.tryFillInterested(this);
            return;
        }
        gone = true;
        worker.interrupt();
    }

    private synchronized boolean isReaderGone() {
        return gone;
    }

    private boolean nothingToRead() {
        try {
            return connection.fill(BufferUtil.allocate(1)) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void failed(Throwable failure) {
        // Taken back below, or the connection was idle for long: neither says that the reader left.
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public void close() {
        synchronized (this) {
            if (over) return;
            over = true;
            if (gone) {
                var unused = Thread.interrupted(); // it was meant for the work, which has ended
            }
        }
        connection.getFillInterest().onFail(new CancellationException("the answer is there"));
    }
}
