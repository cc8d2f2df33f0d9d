package org.lakeside.server.lake.transfer;

import java.time.Duration;

/// Lets time pass.
@FunctionalInterface
interface Pause {
    /// On the wall's clock; over at once when stopped.
    Pause REAL = (duration, stop) -> stop.await(duration);

    void take(Duration duration, Stop stop);
}
