package org.lakeside.server.lake;

import java.util.function.BiConsumer;

/// What is known of how instances answer.
public interface Reachability {
    /// Asks nobody.
    Reach reach(String instance);

    /// Asks the instance now whether it is there, and waits for that.
    Reach tryNow(String instance);

    /// Hears of every change, with the instance's name. Must not block.
    void listen(BiConsumer<String, Reach> listener);
}
