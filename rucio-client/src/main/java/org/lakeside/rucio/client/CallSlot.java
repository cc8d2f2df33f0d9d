package org.lakeside.rucio.client;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/// The call that is under way for somebody, one after the other, so that any thread can end it.
final class CallSlot {
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private volatile @Nullable Call current;

    void use(Call call) {
        current = call;
        if (isCancelled()) {
            call.cancel();
        }
    }

    /// For calls that are made while another one is still being read: afterwards that is the one to be ended.
    void aside(Reading reading) throws IOException {
        Call before = current;
        try {
            reading.read();
        } finally {
            if (before != null) {
                use(before);
            }
        }
    }

    interface Reading {
        void read() throws IOException;
    }

    void cancel() {
        cancelled.countDown();
        Call call = current;
        if (call != null) {
            call.cancel();
        }
    }

    boolean isCancelled() {
        return cancelled.getCount() == 0;
    }

    /// Waits between two tries.
    void pause(String doing, Duration time) {
        try {
            if (cancelled.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new CancellationException(doing + ": cancelled");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CancellationException(doing + ": interrupted");
        }
    }

    /// Does nothing unless somebody has cancelled, or interrupted the thread; then an error of the connection is only
    /// the consequence.
    void check(String doing) {
        if (isCancelled()) {
            throw new CancellationException(doing + ": cancelled");
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException(doing + ": interrupted");
        }
    }
}
