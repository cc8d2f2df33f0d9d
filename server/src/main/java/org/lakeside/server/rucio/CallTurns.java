package org.lakeside.server.rucio;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Limits the calls under way at one instance, so that one that hangs takes nothing from the others.
final class CallTurns {
    /// Fair: whoever has waited longer is looked at first.
    private final ReentrantLock lock = new ReentrantLock(true);

    private final Condition changed = lock.newCondition();
    // Guarded by `lock`.
    private int underWay;

    /// Waits for a turn.
    ///
    /// @param worthIt throws when there is no use in waiting on; looked at while waiting
    /// @return whether it came in time
    boolean take(Errand errand, Duration patience, Runnable worthIt) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = patience.toNanos();
            while (underWay >= errand.limit()) {
                if (left <= 0) return false;
                left = changed.awaitNanos(left);
                worthIt.run();
            }
            underWay++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    void giveBack() {
        lock.lock();
        try {
            underWay--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Lets those who wait look whether it is still worth it.
    void lookUp() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
