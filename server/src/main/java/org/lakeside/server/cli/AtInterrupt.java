package org.lakeside.server.cli;

import java.util.concurrent.CountDownLatch;

/// What to do when the process is told to end before its work is done. The JVM then ends by itself, with 130 after
/// Ctrl-C.
final class AtInterrupt implements AutoCloseable {
    private final Thread hook;
    private volatile boolean interrupted;

    private AtInterrupt(Runnable action) {
        this.hook = new Thread(
                () -> {
                    interrupted = true;
                    action.run();
                },
                "at-interrupt");
    }

    static AtInterrupt run(Runnable action) {
        AtInterrupt one = new AtInterrupt(action);
        Runtime.getRuntime().addShutdownHook(one.hook);
        return one;
    }

    /// The end of the process has begun: what fails now is its consequence, and not worth a word.
    void waitIfInterrupted() {
        if (interrupted) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        waitIfInterrupted();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            waitIfInterrupted(); // it has just begun
        }
    }
}
