package org.lakeside.server;

import java.time.Duration;

/// Ends a process that cannot stop: a part of it may hang in the kernel, on a file system that is gone, and once the
/// parent has ended nobody else is left to kill it.
final class LastResort {
    private LastResort() {}

    /// Runs `end` after `grace`, unless the process has ended by itself until then.
    static Thread after(Duration grace, Runnable end) {
        return Thread.ofPlatform().daemon().name("last-resort").start(() -> {
            try {
                Thread.sleep(grace);
                end.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
