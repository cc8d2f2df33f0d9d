package org.lakeside.server.rucio;

import java.time.Duration;

/// Does things after a while, each on a thread of its own.
@FunctionalInterface
interface Later {
    /// Does it when the time has passed.
    ///
    /// @return takes it back, unless it has begun
    Runnable after(Duration time, Runnable task);
}
